import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LeewayError } from '../shared/errors.ts';
import { assertRoomToStart } from './disk-room.ts';

/** Who holds a data directory, and where its running server answers local commands. */
export interface DirectoryHolder {
  pid: number;
  /** When the process started, as the kernel counts it: tells a reused pid from the holder. */
  processStart: string;
  url: string;
  secret: string;
}

export interface DirectoryLock {
  release(): void;
}

const lockFile = (directory: string) => join(directory, 'leeway.lock');

/**
 * Takes the embedded directory for this process alone. PGlite does not lock its files: two processes on one directory
 * lose acknowledged rows. Throws `config` when the directory cannot be used, `unavailable` when the disk is full, `conflict`
 * naming the holder while that one lives; a dead holder's lock is taken over.
 */
export function lockDirectory(directory: string, server: { url: string; secret: string }): DirectoryLock {
  const file = lockFile(directory);
  const mine: DirectoryHolder = { pid: process.pid, processStart: processStart(process.pid), ...server };
  const draft = `${file}.${process.pid}`;
  usable(directory, () => mkdirSync(directory, { recursive: true, mode: 0o700 }));
  assertRoomToStart(directory);
  usable(directory, () => writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 }));
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      if (claim(draft, file)) return { release: () => releaseIfMine(file, mine) };
      const holder = directoryHolder(directory);
      if (holder) {
        throw new LeewayError(
          'conflict',
          `The data directory ${directory} is in use by process ${holder.pid} (${holder.url}). Stop that one first, or set LEEWAY_DATA_DIR to another directory.`,
          { field: 'LEEWAY_DATA_DIR' },
        );
      }
      setAside(file, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new LeewayError('conflict', `The data directory ${directory} is being taken by another process. Try again.`);
}

function usable(directory: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const why = unusable[code];
    if (!why) throw error;
    throw new LeewayError('config', `LEEWAY_DATA_DIR: ${directory} ${why}.`, {
      field: 'LEEWAY_DATA_DIR',
      hint: 'Name a directory that belongs to the user who runs Leeway, for example LEEWAY_DATA_DIR=/var/lib/leeway.',
      cause: error,
    });
  }
}

const notWritable = 'cannot be written to by this user';
const unusable: Record<string, string> = {
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: 'is on a disk that cannot be written to',
  EEXIST: 'is a file, not a directory',
  ENOTDIR: 'has a file where a directory should be',
};

/** A hard link appears with its content or not at all, so that nobody reads a half-written lock. */
function claim(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead holder's lock away; if a living one slipped in meanwhile, puts it back. */
function setAside(file: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch {
    // Another process was quicker: the next attempt meets its lock.
    return;
  }
  const moved = readHolder(aside);
  if (moved && isAlive(moved)) claim(aside, file);
  rmSync(aside, { force: true });
}

/** The living holder of a data directory; undefined when nobody holds it. */
export function directoryHolder(directory: string): DirectoryHolder | undefined {
  const holder = readHolder(lockFile(directory));
  return holder && isAlive(holder) ? holder : undefined;
}

function readHolder(file: string): DirectoryHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DirectoryHolder;
  } catch {
    // No such file: nobody holds it.
    return undefined;
  }
}

function releaseIfMine(file: string, mine: DirectoryHolder): void {
  const now = readHolder(file);
  if (now?.pid === mine.pid && now.processStart === mine.processStart) rmSync(file, { force: true });
}

function isAlive(holder: DirectoryHolder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return holder.processStart === processStart(holder.pid);
}

/** Field 22 of /proc/<pid>/stat where there is one; elsewhere the pid alone must do. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
