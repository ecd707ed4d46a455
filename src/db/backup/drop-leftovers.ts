import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** The copy that a backup is packed from, and what is packed to be sent, as `writeBackup` and `backupStream` name them. */
const copy = /^backup-\d+$/;
const packed = /^backup-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tar\.gz(?:\.part)?$/;

/**
 * Takes away what a process left that died while it backed up: each as large as the database, and the copy in the way of the
 * next backup where process numbers come again, as in a container. For whoever holds the directory's lock.
 */
export function dropLeftovers(directory: string): void {
  const drop = (folder: string, isLeft: (name: string) => boolean) => {
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter(isLeft)) rmSync(join(folder, name), { recursive: true, force: true });
  };
  drop(directory, (name) => copy.test(name) || packed.test(name));
  drop(join(directory, 'backups'), (name) => name.endsWith('.tar.gz.part'));
}
