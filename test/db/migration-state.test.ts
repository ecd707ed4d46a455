import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../src/audit/verify.ts';
import { readBackup } from '../../src/db/backup/read-backup.ts';
import { rowsOf } from '../../src/db/db.ts';
import { knownMigrations, readMigrationState } from '../../src/db/migration-state.ts';
import { openEmbedded, openPostgres, type Database } from '../../src/db/open.ts';
import { findModelNames } from '../../src/registry/list-models.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { useDatabase } from '../support/database.ts';
import { makeOlderDirectory, olderRows } from './older-directory.ts';
import { tempFolder } from '../support/temp-folder.ts';

describe('a data directory of an older version', () => {
  const directory = tempFolder('older');
  let database: Database;
  beforeAll(async () => {
    await makeOlderDirectory(directory);
    database = await openEmbedded(directory);
    await database.migrate();
  });
  afterAll(() => database.close());

  it('is brought to this version, with every row that it had', async () => {
    expect((await readMigrationState(database.db)).pending).toEqual([]);
    const counts = await Promise.all(
      Object.keys(olderRows).map(async (table) => {
        const rows = await database.db.execute(sql.raw(`select count(*)::int as count from "${table}"`));
        return [table, Number(rowsOf<{ count: number }>(rows)[0]?.count)] as const;
      }),
    );
    const before = Object.fromEntries(Object.entries(olderRows).map(([table, rows]) => [table, rows.length]));
    // Each look and each digest is looked after from now on.
    const watched = olderRows['schedule']!.filter((row) => /^(monitor-day|monitor-week|digest)$/.test(String(row['kind'])));
    expect(Object.fromEntries(counts)).toEqual({ ...before, schedule: before['schedule']! + watched.length });
    const late = await database.db.execute(
      sql`select l.kind from schedule l join schedule s on s.kind || '-late' = l.kind and s.subject = l.subject
        where l.next_run_at - s.next_run_at in (interval '1 hour', interval '15 minutes')`,
    );
    expect(rowsOf(late)).toHaveLength(watched.length);
  });

  it('reads as before, and its audit chain still verifies', async () => {
    const entries = olderRows['audit_entry']!.length;
    expect(await verifyAudit({ db: database.db })).toMatchObject({ whole: true, entries });
    const ctx = { db: database.db, actor: systemActor('test'), now: new Date('2001-03-05T15:00:00Z'), log: silentLog };
    expect((await findModelNames(ctx)).map((model) => model.id)).toEqual(['flight-delay']);
  });

  it('was backed up before, as it was', async () => {
    const [name, ...others] = readdirSync(join(directory, 'backups'));
    expect([others, name]).toEqual([[], expect.stringMatching(`before-${knownMigrations[3]!.tag}.tar.gz$`)]);
    const { migration } = await readBackup(join(directory, 'backups', name!));
    expect(migration.tag).toBe('0002_decisions');
  });

  it('is not backed up again where there is nothing to change', async () => {
    await database.migrate();
    expect(readdirSync(join(directory, 'backups'))).toHaveLength(1);
  });

  it('is refused, unchanged, by a program that is older than it', async () => {
    await database.db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 9999999999999)`,
    );
    await expect(database.migrate()).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('was made by a newer Leeway'),
    });
    await database.db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'of the future'`);
  });
});

describe('Postgres', () => {
  const bench = useDatabase('postgres');

  it('of a newer version is refused', async () => {
    const { db } = bench.database;
    await db.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('of the future', 9999999999999)`);
    const other = await openPostgres(bench.url, { max: 1 });
    await expect(other.migrate()).rejects.toMatchObject({ code: 'config' });
    await other.close();
    await db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'of the future'`);
  });
});

it('a new directory has nothing to back up', async () => {
  const directory = tempFolder('older');
  const database = await openEmbedded(directory);
  await database.migrate();
  await database.close();
  expect(existsSync(join(directory, 'backups'))).toBe(false);
});
