import { existsSync, readdirSync, rmSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** The copy that a backup is packed from, and what is packed to be sent, as `writeBackup` and `backupStream` name them. */
const copy = /^backup-\d+$/;
const packed = /^backup-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tar\.gz(?:\.part)?$/;

/**
 * Takes away what a process left that died while it backed up: each as large as the database, and the copy in the way of the
 * next backup where process numbers come again, as in a container. For whoever holds the directory's lock.
 */
export function dropLeftovers(directory: string): void {
  const drop = (folder: string, isLeft: (entry: Dirent) => boolean) => {
    if (!existsSync(folder)) return;
    for (const entry of readdirSync(folder, { withFileTypes: true }).filter(isLeft))
      rmSync(join(folder, entry.name), { recursive: true, force: true });
  };
  // A file `backup-20261121` is somebody's own: what Leeway copies is a folder.
  drop(directory, (entry) => (entry.isDirectory() ? copy : packed).test(entry.name));
  drop(join(directory, 'backups'), (entry) => entry.name.endsWith('.tar.gz.part'));
}
