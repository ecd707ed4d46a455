import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { rowsOf, sqlState, type Db } from './db.ts';

const journalSchema = z.object({ entries: z.array(z.object({ tag: z.string(), when: z.number() })).min(1) });

/** The migrations that this program knows, oldest first. */
export const knownMigrations = journalSchema.parse(
  JSON.parse(readFileSync(new URL('../../migrations/meta/_journal.json', import.meta.url), 'utf8')),
).entries;

export interface MigrationState {
  /** The newest that was carried out; undefined in a new database. */
  newest: { tag: string; when: number } | undefined;
  /** Those to come, oldest first. */
  pending: { tag: string; when: number }[];
}

/** How far a database is. Throws `config` where a newer Leeway has been at it: this one would read its tables wrongly. */
export async function readMigrationState(db: Pick<Db, 'execute'>): Promise<MigrationState> {
  const when = await newestIn(db);
  if (when === undefined) return { newest: undefined, pending: knownMigrations };
  assertKnown(when, 'The database');
  const tag = knownMigrations.findLast((one) => one.when <= when)?.tag ?? '';
  return { newest: { tag, when }, pending: knownMigrations.filter((one) => one.when > when) };
}

export function assertKnown(when: number, what: string): void {
  const last = knownMigrations.at(-1)!;
  if (when <= last.when) return;
  throw new LeewayError('config', `${what} was made by a newer Leeway than this one, which knows its tables up to ${last.tag}.`, {
    hint: 'Nothing was changed. Use that version or a newer one, or restore a backup from before the upgrade.',
  });
}

async function newestIn(db: Pick<Db, 'execute'>): Promise<number | undefined> {
  try {
    const rows = rowsOf<{ newest: string | number | null }>(
      await db.execute(sql`select max(created_at) as newest from drizzle.__drizzle_migrations`),
    );
    const newest = rows[0]?.newest;
    return newest === null || newest === undefined ? undefined : Number(newest);
  } catch (error) {
    if (missing.has(sqlState(error) ?? '')) return undefined;
    throw error;
  }
}

/** No such table, no such schema. */
const missing = new Set(['42P01', '3F000']);
