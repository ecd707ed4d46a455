import { existsSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { LeewayError } from '../shared/errors.ts';
import { sayBytes } from '../shared/say-bytes.ts';

/**
 * Three segments of the write-ahead log. The embedded database refuses a row that finds no room and goes on; where the log
 * finds none it neither answers nor ends, and the process with it. So nothing is written into the last of the disk.
 */
export const reserveBytes = 3 * 16 * 1024 * 1024;
/** Of a database that is only just made. */
const firstBytes = 48 * 1024 * 1024;
const lookEveryMs = 250;
const calledEveryMs = 600_000;

export interface DiskRoom {
  /** Throws, as Postgres does when its disk is full (SQLSTATE 53100), while less than the reserve is free. */
  assert(): void;
}

export interface RoomSettings {
  /** Hears that the disk is full, in a sentence: at once, and every ten minutes that it lasts. */
  full?: (line: string) => void;
  freeBytes?: (directory: string) => number;
}

/** Watches how much is free on the disk that holds a directory. */
export function createDiskRoom(directory: string, { full, freeBytes = freeOn }: RoomSettings = {}): DiskRoom {
  let lookedAt = -Infinity;
  let calledAt = -Infinity;
  let free = Infinity;
  return {
    assert() {
      const now = performance.now();
      if (now - lookedAt >= lookEveryMs) {
        free = freeBytes(directory);
        lookedAt = now;
      }
      if (free >= reserveBytes) {
        calledAt = -Infinity;
        return;
      }
      const line = `The disk of the data directory is full: ${sayBytes(free)} are free, and ${sayBytes(reserveBytes)} are needed.`;
      if (now - calledAt >= calledEveryMs) full?.(line);
      if (now - calledAt >= calledEveryMs) calledAt = now;
      throw Object.assign(new Error(line), { code: '53100' });
    },
  };
}

/** Refuses a start for which there is no room, before anything is written. Throws `unavailable`. */
export function assertRoomToStart(directory: string, freeBytes: (directory: string) => number = freeOn): void {
  const needed = existsSync(join(directory, 'pg', 'PG_VERSION')) ? reserveBytes : reserveBytes + firstBytes;
  const free = freeBytes(directory);
  if (free >= needed) return;
  throw new LeewayError(
    'unavailable',
    `The disk of ${directory} is full: ${sayBytes(free)} are free, and Leeway needs ${sayBytes(needed)} to start.`,
    { field: 'LEEWAY_DATA_DIR', hint: 'Make room there, or set LEEWAY_DATA_DIR to another disk. Nothing was changed.' },
  );
}

function freeOn(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

/** Whether something failed because a disk is full, ours or that of the Postgres we use, whichever layer wrapped it. */
export function isDiskFull(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 5; one = one.cause, depth++) {
    const { code } = one as { code?: unknown };
    if (code === '53100' || code === 'ENOSPC') return true;
  }
  return false;
}

/** What people are told of it. */
export const diskFull = (cause: unknown): LeewayError =>
  new LeewayError('unavailable', 'My disk is full, so this was not done.', {
    hint: 'Nothing that was there is lost. Whoever runs Leeway has to make room; then please try again.',
    cause,
  });
