import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { newId } from '../../shared/ids.ts';
import { LeewayError } from '../../shared/errors.ts';
import type { Database } from '../open.ts';
import { writeBackup } from './write-backup.ts';

/** Of one process: two at once would need the place of three databases. */
let isUnderWay = false;

/** A backup to be sent. It is packed into the data directory first, so that the database never waits for whoever reads it. */
export async function backupStream(database: Database, directory: string): Promise<{ stream: ReadableStream; bytes: number }> {
  if (directory === 'memory:') throw new LeewayError('config', 'This Leeway keeps nothing (LEEWAY_DATA_DIR=memory:).');
  if (isUnderWay) throw new LeewayError('conflict', 'A backup is being made already. Try again when it is done.');
  isUnderWay = true;
  try {
    const file = join(directory, `backup-${newId()}.tar.gz`);
    const { bytes } = await writeBackup(database, directory, file);
    const packed = createReadStream(file).once('close', () => void rm(file, { force: true }));
    return { stream: Readable.toWeb(packed) as ReadableStream, bytes };
  } finally {
    isUnderWay = false;
  }
}
