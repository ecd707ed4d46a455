import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { verifyAudit, type Verification } from '../audit/verify.ts';
import { dropStaging, makeStaging, putInPlace } from '../db/backup/put-in-place.ts';
import { readBackup } from '../db/backup/read-backup.ts';
import { lockDirectory } from '../db/directory-lock.ts';
import { openEmbedded } from '../db/open.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayBytes } from '../shared/say-bytes.ts';
import { assertEmbedded } from './backup.ts';
import type { Where } from './open-database.ts';

export interface RestoreOptions {
  file: string;
  force: boolean;
  acceptBrokenAudit: boolean;
}

/**
 * Makes the embedded database what a backup holds. It is unpacked beside, brought to this version's tables and its audit
 * chain verified there; only then it takes the place, and what was there is kept.
 */
export async function restore(where: Where, options: RestoreOptions, progress: (line: string) => void): Promise<string[]> {
  const { file, force, acceptBrokenAudit } = options;
  assertEmbedded(
    where,
    `createdb leeway_restored && pg_restore --no-owner --single-transaction --dbname=leeway_restored ${file}`,
  );
  const began = performance.now();
  const lock = lockDirectory(where.dataDir, { url: 'leeway restore', secret: '' });
  try {
    if (existsSync(join(where.dataDir, 'pg')) && !force)
      throw new LeewayError('conflict', `${where.dataDir} holds a database already.`, {
        hint: 'With --force it is kept beside the restored one. Or name another directory: LEEWAY_DATA_DIR=…',
      });
    const staging = makeStaging(where.dataDir);
    progress(`Unpacking ${file} …`);
    const { bytes, madeAt, leeway } = await readBackup(file, { into: staging, progress: everySecond(progress) });
    progress('Verifying the audit chain …');
    const found = await lookOver(staging);
    if (!found.whole && !acceptBrokenAudit)
      throw new LeewayError('conflict', `The backup’s audit chain is broken at entry ${found.seq}: ${found.why}.`, {
        hint: 'Nothing was changed. Take an earlier backup, or give --accept-broken-audit.',
      });
    const aside = putInPlace(where.dataDir, new Date());
    return [
      `${where.dataDir} holds the database of ${madeAt}, backed up by Leeway ${leeway}: ${sayBytes(bytes)} in ${((performance.now() - began) / 1000).toFixed(1)} s.`,
      sayChain(found),
      ...(aside ? [`What was there before is in ${aside}. Delete it when you need it no more.`] : []),
    ];
  } finally {
    if (!existsSync(join(where.dataDir, 'restoring', 'READY'))) dropStaging(where.dataDir);
    lock.release();
  }
}

async function lookOver(staging: string): Promise<Verification> {
  const database = await openEmbedded(staging);
  try {
    const found = await verifyAudit({ db: database.db });
    await database.migrate();
    return found;
  } finally {
    await database.close();
  }
}

const sayChain = (found: Verification): string =>
  found.whole
    ? `The audit chain is whole: ${found.entries === 1 ? 'one entry' : `${found.entries} entries`}, head ${found.head}.`
    : `The audit chain is broken at entry ${found.seq}: ${found.why}.`;

function everySecond(progress: (line: string) => void) {
  let said = performance.now();
  return (done: number, all: number) => {
    if (performance.now() - said < 1_000) return;
    said = performance.now();
    progress(`${sayBytes(done)} of ${sayBytes(all)}`);
  };
}
