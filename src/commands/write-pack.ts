import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { EvidenceAnswer } from '../http/deps.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';

/** Writes a pack into a new folder, whole or not at all; one that holds something is left as it is. Returns what to tell. */
export function writePack(folder: string, { files }: EvidenceAnswer): string[] {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new LeewayError('conflict', `${folder} is not empty; a pack is not written over anything.`, {
      hint: 'Name another folder with --out.',
    });
  }
  const draft = `${resolve(folder)}.part-${process.pid}`;
  try {
    mkdirSync(draft, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(draft, name), text);
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new LeewayError('unavailable', `The pack could not be written to ${folder} (${messageOf(error)}).`, {
      hint: 'Nothing of it is left. Make room, or name another folder with --out.',
      cause: error,
    });
  }
  return [
    `${files.length} files are in ${resolve(folder)}. Read evidence.html first.`,
    `Check them: (cd ${folder} && sha256sum -c SHA256SUMS && node verify.mjs)`,
  ];
}
