import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

const maxBytes = 1_000_000_000;

/** SHA-256 of a local file in hexadecimal; undefined when it is elsewhere, not there, or larger than a gigabyte. */
export async function fileDigest(path: string): Promise<string | undefined> {
  if (!isAbsolute(path)) return undefined;
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile() || found.size > maxBytes) return undefined;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
