import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isLeewayError, LeewayError } from '../../shared/errors.ts';
import { sayBytes } from '../../shared/say-bytes.ts';
import { assertKnown } from '../migration-state.ts';
import { keptFolders, manifest, manifestName, sumsName, type Manifest } from './manifest.ts';
import { damaged, readTar, type Unpacked } from './tar.ts';

/** The embedded Postgres of this program; another major version cannot read its files. */
export const postgresMajor = '18';
const maxTextBytes = 10_000_000;

export interface ReadOptions {
  /** An empty folder for its content; without one it is only checked. */
  into?: string;
  progress?: (doneBytes: number, allBytes: number) => void;
}

/**
 * Reads a backup from its first byte to its last and compares each file with its checksum. Throws `invalid` where it is
 * damaged, breaks off or is none, `config` where this program cannot use it, and `unavailable` where the disk is too small.
 */
export async function readBackup(file: string, { into, progress }: ReadOptions = {}): Promise<Manifest> {
  let about: Manifest | undefined;
  let listed: string | undefined;
  const sums: string[] = [];
  let doneBytes = 0;
  try {
    for await (const entry of readTar(unzipped(file))) {
      if (!about) {
        if (entry.name !== manifestName) throw damaged();
        about = await usable(entry, into);
      } else if (entry.name === sumsName) listed = await textOf(entry);
      else if (listed !== undefined) throw damaged();
      else {
        const sum = await unpack(entry, into);
        if (sum) sums.push(`${sum}  ${entry.name}\n`);
        progress?.((doneBytes += entry.bytes), about.bytes);
      }
    }
  } catch (error) {
    throw isLeewayError(error) ? error : sayUnread(error, file);
  }
  if (!about || listed !== sums.join('') || sums.length !== about.files) throw damaged();
  return about;
}

const unzipped = (file: string): AsyncIterable<Buffer> => {
  const raw = createReadStream(file);
  const gunzip = createGunzip();
  raw.on('error', (error) => gunzip.destroy(error));
  return raw.pipe(gunzip) as AsyncIterable<Buffer>;
};

async function usable(entry: Unpacked, into: string | undefined): Promise<Manifest> {
  const parsed = manifest.safeParse(jsonOf(await textOf(entry)));
  if (!parsed.success) throw damaged();
  const about = parsed.data;
  assertKnown(about.migration.when, `The backup of Leeway ${about.leeway}`);
  if (about.postgres !== postgresMajor)
    throw new LeewayError('config', `The backup holds files of Postgres ${about.postgres}; this Leeway has ${postgresMajor}.`, {
      hint: `Use the version of Leeway that made it: ${about.leeway}.`,
    });
  if (into !== undefined) await assertFits(into, about.bytes);
  return about;
}

async function assertFits(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize > bytes * 1.2) return;
  throw new LeewayError(
    'unavailable',
    `The disk is too small: it takes ${sayBytes(bytes)} and ${sayBytes(bavail * bsize)} are free.`,
  );
}

/** Returns the checksum of a file; undefined for a folder. Nothing is written outside of where it belongs. */
async function unpack(entry: Unpacked, into: string | undefined): Promise<string | undefined> {
  const parts = entry.name.split('/');
  const isKept = keptFolders.some((folder) => folder === parts[0]);
  if (!isKept || parts.includes('..') || entry.name.includes('\\')) throw damaged();
  if (entry.name.endsWith('/')) {
    if (into !== undefined) await mkdir(join(into, entry.name), { recursive: true, mode: 0o700 });
    return undefined;
  }
  const hash = createHash('sha256');
  async function* hashed() {
    for await (const piece of entry.content()) {
      hash.update(piece);
      yield piece;
    }
  }
  if (into === undefined) for await (const _piece of hashed());
  else await pipeline(Readable.from(hashed()), createWriteStream(join(into, entry.name), { flags: 'wx', mode: 0o600 }));
  return hash.digest('hex');
}

async function textOf(entry: Unpacked): Promise<string> {
  if (entry.bytes > maxTextBytes) throw damaged();
  const pieces: Buffer[] = [];
  for await (const piece of entry.content()) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sayUnread(error: unknown, file: string): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EISDIR') return new LeewayError('not-found', `There is no file ${file}.`, { field: 'file' });
  if (code === 'EACCES') return new LeewayError('forbidden', `${file} may not be read.`, { field: 'file' });
  if (code === 'ENOSPC') return new LeewayError('unavailable', 'The disk is full. Nothing was changed.');
  return code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE' ? damaged() : error;
}
