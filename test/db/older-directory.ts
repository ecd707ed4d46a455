import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openEmbedded } from '../../src/db/open.ts';
import { knownMigrations } from '../../src/db/migration-state.ts';

const migrations = join(import.meta.dirname, '../../migrations');

/** Rows by table of the demo as the program of migration 0002 left it, after nine weeks; written out by that program. */
export const olderRows = JSON.parse(
  gunzipSync(readFileSync(join(import.meta.dirname, 'fixtures/after-0002.json.gz'))).toString(),
) as Record<string, Record<string, unknown>[]>;

/** Makes a data directory as it was after migration 0002, with those rows. */
export async function makeOlderDirectory(directory: string): Promise<void> {
  const database = await openEmbedded(directory);
  if (database.backend.kind !== 'pglite') throw new Error('it is embedded');
  const { client } = database.backend;
  await client.exec('create schema drizzle');
  await client.exec('create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)');
  for (const { tag, when } of knownMigrations.slice(0, 3)) {
    const sql = readFileSync(join(migrations, `${tag}.sql`), 'utf8');
    for (const statement of sql.split('--> statement-breakpoint')) await client.exec(statement);
    const hash = createHash('sha256').update(sql).digest('hex');
    await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [hash, when]);
  }
  await client.exec('truncate audit_head');
  for (const [table, rows] of Object.entries(olderRows))
    await client.query(`insert into "${table}" select * from json_populate_recordset(null::"${table}", $1)`, [rows]);
  await client.exec(`select setval(pg_get_serial_sequence('outbox_message', 'seq'), (select max(seq) from outbox_message))`);
  await database.close();
}
