import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, inject } from 'vitest';
import type { Actor, Role } from '../../src/shared/actor.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { rowsOf } from '../../src/db/db.ts';
import { openEmbedded, openPostgres, type Database } from '../../src/db/open.ts';
import { ensureQueues } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';

export interface TestDatabase {
  readonly database: Database;
  readonly url: string;
  /** A context of a person with roles (all models are others' unless `teams` say so), at an instant of domain time. */
  ctx(options?: { roles?: Role[]; id?: string; name?: string; teams?: string[]; now?: string | Date }): Ctx;
  system(now?: string | Date): Ctx;
  /** Empties every table. */
  clear(): Promise<void>;
}

const defaultNow = '2001-03-05T15:00:00Z';

/** A real database of this test file's own: cloned from the migrated template on Postgres, or a PGlite in memory. */
export function useDatabase(kind: 'postgres' | 'pglite' = 'postgres'): TestDatabase {
  let database: Database;
  let url = '';
  beforeAll(async () => {
    if (kind === 'pglite') {
      database = await openEmbedded('memory:');
      await database.migrate();
      await ensureQueues(database, silentLog);
      return;
    }
    const server = inject('postgresUrl');
    const name = `test_${randomBytes(6).toString('hex')}`;
    const admin = await openPostgres(`${server}/postgres`, { max: 1 });
    await admin.db.execute(sql.raw(`create database ${name} template template_leeway`));
    await admin.close();
    url = `${server}/${name}`;
    database = await openPostgres(url);
  });
  afterAll(async () => {
    await database?.close();
  });
  const context = (actor: Actor, now: string | Date = defaultNow): Ctx => ({
    db: database.db,
    actor,
    now: new Date(now),
    log: silentLog,
  });
  return {
    get database() {
      return database;
    },
    get url() {
      return url;
    },
    ctx: (options = {}) =>
      context(
        {
          kind: 'person',
          id: options.id ?? 'dana',
          name: options.name ?? 'Dana Whitfield',
          roles: options.roles ?? ['admin'],
          teams: options.teams ?? [],
        },
        options.now,
      ),
    system: (now) => context({ kind: 'system', id: 'system:test', name: 'Leeway (test)' }, now),
    async clear() {
      const tables = rowsOf<{ name: string }>(
        await database.db.execute(sql`select tablename as name from pg_tables where schemaname = 'public'`),
      );
      await database.db.execute(sql.raw(`truncate ${tables.map((table) => `"${table.name}"`).join(', ')} restart identity`));
    },
  };
}
