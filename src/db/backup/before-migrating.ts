import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../open.ts';
import { readMigrationState } from '../migration-state.ts';
import { writeBackup } from './write-backup.ts';

const kept = 3;

/**
 * Backs an embedded database up before an upgrade changes its tables: nobody else does, and going back to the version before
 * needs it. The newest three stay. Nothing is done where there is nothing to change, or nothing in it yet.
 */
export async function backUpBeforeMigrating(database: Database, directory: string, now: Date): Promise<void> {
  const { newest, pending } = await readMigrationState(database.db);
  const [next] = pending;
  if (!newest || !next || directory === 'memory:') return;
  const folder = join(directory, 'backups');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = now.toISOString().replaceAll(/[:.]/g, '-');
  await writeBackup(database, directory, join(folder, `${stamp}-before-${next.tag}.tar.gz`));
  const made = readdirSync(folder).filter((name) => /^\d{4}-.*-before-.*\.tar\.gz$/.test(name));
  for (const name of made.toSorted().slice(0, -kept)) rmSync(join(folder, name));
}
