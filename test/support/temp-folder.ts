import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const made: string[] = [];

// Registered with the import, so it runs after the file's own hooks: whatever still holds a file in it has been closed.
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own in the system's temporary one; it is gone when the test file has ended. */
export function tempFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `leeway-${name}-`));
  made.push(folder);
  return folder;
}
