import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keptFolders } from './manifest.ts';

const stagingOf = (directory: string) => join(directory, 'restoring');
const readyOf = (directory: string) => join(stagingOf(directory), 'READY');

/** An empty folder in which a backup is unpacked and looked over; what an interrupted attempt left is gone. */
export function makeStaging(directory: string): string {
  dropStaging(directory);
  mkdirSync(stagingOf(directory), { recursive: true, mode: 0o700 });
  return stagingOf(directory);
}

export const dropStaging = (directory: string): void => rmSync(stagingOf(directory), { recursive: true, force: true });

/** Puts what was unpacked in the place of what is there, which is kept beside it. Returns where, if there was anything. */
export function putInPlace(directory: string, now: Date): string | undefined {
  const aside = join(directory, `before-restore-${now.toISOString().replaceAll(/[:.]/g, '-')}`);
  writeFileSync(readyOf(directory), aside);
  finishPlacing(directory);
  return existsSync(aside) ? aside : undefined;
}

/**
 * Brings to its end what `putInPlace` began, however far it came; nothing where it did not begin. Called before a directory
 * is opened: a process that died between two renames would leave one that looks new.
 */
export function finishPlacing(directory: string): void {
  if (!existsSync(readyOf(directory))) return;
  const aside = readFileSync(readyOf(directory), 'utf8');
  for (const folder of keptFolders) {
    const staged = join(stagingOf(directory), folder);
    const place = join(directory, folder);
    if (!existsSync(staged)) continue;
    if (existsSync(place)) {
      mkdirSync(aside, { recursive: true, mode: 0o700 });
      renameSync(place, join(aside, folder));
    }
    renameSync(staged, place);
  }
  dropStaging(directory);
}
