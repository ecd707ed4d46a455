import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Database } from '../open.ts';
import { readMigrationState } from '../migration-state.ts';
import { version } from '../../shared/version.ts';
import { LeewayError } from '../../shared/errors.ts';
import { keptFolders, manifestName, sumsName, type Manifest } from './manifest.ts';
import { endOfArchive, headerOf, paddingOf, type Entry } from './tar.ts';

/** The database writes files of its own while it runs that belong to the process and not to the data. */
const left = new Set(['postmaster.pid', 'postmaster.opts']);

export interface Backup {
  manifest: Manifest;
  /** Of the file. */
  bytes: number;
}

/**
 * Writes everything that an open embedded database holds into one file, while it runs: statements wait for as long as its
 * files are copied, and go on while the copy is packed. The file has its name only once it is whole. Throws `config` for
 * Postgres, whose own tools do it.
 */
export async function writeBackup(database: Database, directory: string, file: string): Promise<Backup> {
  const copy = join(directory, `backup-${process.pid}`);
  const part = `${file}.part`;
  try {
    const migration = (await readMigrationState(database.db)).newest;
    if (!migration) throw new LeewayError('conflict', 'There is nothing to back up yet.');
    await copyStill(database, directory, copy);
    const entries = await entriesOf(copy);
    const manifest: Manifest = {
      format: 1,
      leeway: version,
      postgres: await majorOf(copy),
      migration,
      madeAt: new Date().toISOString(),
      files: entries.filter((entry) => !entry.name.endsWith('/')).length,
      bytes: entries.reduce((sum, entry) => sum + entry.bytes, 0),
    };
    const packed = Readable.from(pack(copy, manifest, entries));
    await pipeline(packed, createGzip({ level: 3 }), createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(part, file);
    return { manifest, bytes: (await stat(file)).size };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') await rm(part, { force: true });
    throw sayFull(error, file);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** Nothing else runs meanwhile, so that the files are what they would be after the power failed: it starts from that. */
async function copyStill({ backend }: Database, directory: string, to: string): Promise<void> {
  if (backend.kind !== 'pglite') throw new LeewayError('config', 'Postgres is backed up by its own tools: pg_dump.');
  await backend.client.query('checkpoint');
  await mkdir(to, { mode: 0o700 });
  await backend.client.runExclusive(async () => {
    for (const folder of keptFolders.filter((one) => existsSync(join(directory, one))))
      await cp(join(directory, folder), join(to, folder), { recursive: true });
  });
}

async function entriesOf(root: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const one of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(one.parentPath, one.name);
    const name = path.slice(root.length + 1).replaceAll('\\', '/');
    if (one.isDirectory()) found.push({ name: `${name}/`, bytes: 0 });
    else if (one.isFile() && !left.has(one.name)) found.push({ name, bytes: (await stat(path)).size });
  }
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function* pack(root: string, manifest: Manifest, entries: readonly Entry[]): AsyncGenerator<Buffer> {
  yield* packText(manifestName, `${JSON.stringify(manifest, null, 2)}\n`);
  const sums: string[] = [];
  for (const entry of entries) {
    yield headerOf(entry);
    if (entry.name.endsWith('/')) continue;
    const hash = createHash('sha256');
    for await (const piece of createReadStream(join(root, entry.name)) as AsyncIterable<Buffer>) {
      hash.update(piece);
      yield piece;
    }
    yield paddingOf(entry.bytes);
    sums.push(`${hash.digest('hex')}  ${entry.name}\n`);
  }
  yield* packText(sumsName, sums.join(''));
  yield endOfArchive();
}

function* packText(name: string, text: string): Generator<Buffer> {
  const content = Buffer.from(text);
  yield headerOf({ name, bytes: content.length });
  yield content;
  yield paddingOf(content.length);
}

async function majorOf(root: string): Promise<string> {
  return (await readFile(join(root, 'pg', 'PG_VERSION'), 'utf8')).trim();
}

/** What an operator can do something about, in words. */
export function sayFull(error: unknown, file: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const why: Record<string, string> = {
    ENOSPC: 'the disk is full',
    EACCES: 'it may not be written there',
    EROFS: 'it may not be written there',
    ENOENT: 'there is no such folder',
    EEXIST: 'it exists already, or another backup is being written to it',
  };
  if (!code || !why[code]) return error;
  return new LeewayError('unavailable', `${file} could not be written: ${why[code]}.`, {
    field: 'file',
    hint: 'Nothing is left of it. Name another place.',
    cause: error,
  });
}
