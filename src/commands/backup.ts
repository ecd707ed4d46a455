import { createWriteStream, existsSync } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readBackup } from '../db/backup/read-backup.ts';
import { sayFull, writeBackup } from '../db/backup/write-backup.ts';
import { lockDirectory } from '../db/directory-lock.ts';
import { openEmbedded } from '../db/open.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayBytes } from '../shared/say-bytes.ts';
import type { Where } from './open-database.ts';
import { downloadFrom } from './running-server.ts';

/** Backs the embedded database up, through the running server where there is one. The file is read back before it counts. */
export async function backup(
  where: Where,
  { file, force }: { file: string; force: boolean },
  progress: (line: string) => void,
): Promise<string[]> {
  assertEmbedded(where, `pg_dump --format=custom --file=${file} "$DATABASE_URL"`);
  if (existsSync(file) && !force)
    throw new LeewayError('conflict', `${file} is there already.`, { hint: 'Name another file, or give --force.' });
  const began = performance.now();
  const raw = `${file}.unchecked`;
  try {
    progress('Copying the database …');
    const response = await downloadFrom(where, '/api/v1/backup');
    if (response) await keep(response, raw, progress);
    else await writeAlone(where, raw);
    progress('Reading it back …');
    const { bytes, files, madeAt } = await readBackup(raw);
    await rename(raw, file);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    return [
      `${file} holds the database as it was at ${madeAt}: ${files} files, ${sayBytes(bytes)}, packed into ${sayBytes((await stat(file)).size)} in ${seconds} s.`,
      'People’s words and the key that signs links are in it: keep it where only you can read it.',
    ];
  } finally {
    await rm(raw, { force: true });
  }
}

async function keep(response: Response, file: string, progress: (line: string) => void): Promise<void> {
  const all = Number(response.headers.get('content-length') ?? 0);
  let done = 0;
  let said = performance.now();
  async function* counted(source: AsyncIterable<Uint8Array>) {
    for await (const piece of source) {
      done += piece.length;
      if (performance.now() - said > 1_000) {
        said = performance.now();
        progress(`${sayBytes(done)} of ${sayBytes(all)}`);
      }
      yield piece;
    }
  }
  await pipeline(
    Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]),
    counted,
    createWriteStream(file, { flags: 'w', mode: 0o600, flush: true }),
  ).catch((error: unknown) => {
    throw sayFull(error, file);
  });
}

/** Its tables stay as they are: an upgrade is no part of a backup. */
async function writeAlone(where: Where, file: string): Promise<void> {
  if (!existsSync(join(where.dataDir, 'pg', 'PG_VERSION')))
    throw new LeewayError('not-found', `There is no database in ${where.dataDir}.`, { field: 'LEEWAY_DATA_DIR' });
  await rm(file, { force: true });
  // Left where an earlier one was killed: another that is being written would hold the lock.
  await rm(`${file}.part`, { force: true });
  const lock = lockDirectory(where.dataDir, { url: 'leeway backup', secret: '' });
  try {
    const database = await openEmbedded(where.dataDir);
    try {
      await writeBackup(database, where.dataDir, file);
    } finally {
      await database.close();
    }
  } finally {
    lock.release();
  }
}

export function assertEmbedded(where: Where, instead: string): void {
  if (where.databaseUrl !== undefined)
    throw new LeewayError('config', 'The data are in Postgres (DATABASE_URL), whose own tools do this.', {
      hint: `Run: ${instead}`,
    });
  if (where.dataDir === 'memory:') throw new LeewayError('config', 'LEEWAY_DATA_DIR=memory: keeps nothing.');
}
