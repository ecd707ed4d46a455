import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { tempFolder } from '../support/temp-folder.ts';

const script = fileURLToPath(new URL('./write-pack.ts', import.meta.url));
const inShell = (command: string, folder: string) =>
  promisify(execFile)('bash', ['-c', command, 'bash', process.execPath, script, folder]);

it('a pack for which there is no room leaves nothing behind and says so', async () => {
  const parent = tempFolder('pack');
  const folder = join(parent, 'evidence');
  // The system refuses what goes beyond the limit, as it does on a full disk.
  const { stdout } = await inShell('ulimit -f 8; exec "$1" "$2" "$3"', folder);
  expect(JSON.parse(stdout)).toEqual({
    code: 'unavailable',
    message: expect.stringMatching(/^The pack could not be written to .*evidence \(EFBIG: .*\)\.$/),
    hint: 'Nothing of it is left. Make room, or name another folder with --out.',
  });
  expect(readdirSync(parent)).toEqual([]);
  await inShell('exec "$1" "$2" "$3"', folder);
  expect(readdirSync(folder)).toEqual(['a.txt', 'b.txt']);
});
