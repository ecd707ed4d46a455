// Run as a process of its own, whose files the system keeps small: writes a pack into the folder that is named.
import { writePack } from '../../src/commands/write-pack.ts';

const [folder = ''] = process.argv.slice(2);
try {
  writePack(folder, {
    lines: [],
    files: [
      { name: 'a.txt', text: 'short' },
      { name: 'b.txt', text: 'x'.repeat(100_000) },
    ],
  });
} catch (error) {
  const { code, message, hint } = error as { code: string; message: string; hint: string };
  process.stdout.write(JSON.stringify({ code, message, hint }));
}
