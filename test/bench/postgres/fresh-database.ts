import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { TestProject } from 'vitest/node';
import type { Db } from '../../../src/db/db.ts';
import { openPostgres } from '../../../src/db/open.ts';
import startPostgres from '../../support/global-setup.ts';

/** Measures on a real Postgres of its own, in a database cloned from the migrated template; both are gone afterwards. */
export async function onFreshDatabase<T>(measure: (url: string) => Promise<T>): Promise<T> {
  const provided: Record<string, string> = {};
  const stop = await startPostgres({
    provide: (key: string, value: string) => (provided[key] = value),
  } as unknown as TestProject);
  try {
    const server = provided['postgresUrl'] ?? '';
    const name = `bench_${randomBytes(6).toString('hex')}`;
    const admin = await openPostgres(`${server}/postgres`, { max: 1 });
    await admin.db.execute(sql.raw(`create database ${name} template template_leeway`));
    await admin.close();
    return await measure(`${server}/${name}`);
  } finally {
    await stop();
  }
}

/** The same over one connection, so that a plain statement that is timed beside it runs on the very same. */
export const onFreshConnection = <T>(measure: (db: Db) => Promise<T>): Promise<T> =>
  onFreshDatabase(async (url) => {
    const database = await openPostgres(url, { max: 1 });
    try {
      return await measure(database.db);
    } finally {
      await database.close();
    }
  });
