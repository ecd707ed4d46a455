// Fails when the tables in src/db/schema have changed and no migration says so: drizzle-kit is asked for the next
// migration in a copy, and must have nothing to write.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import config from '../../drizzle.config.ts';

const root = resolve(import.meta.dirname, '../..');
const timeoutMs = 120_000;
// Inside the project, because drizzle-kit takes every path as relative to it.
const copy = mkdtempSync(join(root, 'node_modules', '.check-migrations-'));
try {
  cpSync(join(root, 'migrations'), copy, { recursive: true });
  const before = migrationsIn(copy);
  const { dialect, schema, casing } = config as { dialect: string; schema: string; casing: string };
  const flags = ['--dialect', dialect, '--schema', schema, '--casing', casing, '--out', relative(root, copy)];
  const result = spawnSync(process.execPath, [join(root, 'node_modules/drizzle-kit/bin.cjs'), 'generate', ...flags], {
    cwd: root,
    encoding: 'utf8',
    timeout: timeoutMs,
    // A renamed column makes it ask; without a terminal it fails instead, which is what is wanted here.
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const written = migrationsIn(copy).filter((name) => !before.includes(name));
  // It ends with 0 even when it could not read the tables, so that the words decide.
  const nothing = result.status === 0 && written.length === 0 && result.stdout.includes('No schema changes');
  if (nothing) {
    console.log('The migrations are up to date.');
  } else {
    if (written.length === 0) console.error(result.stdout + result.stderr);
    console.error('The tables in src/db/schema have no migration yet: run “npm run migrations:generate”, read it and commit it.');
    process.exitCode = 1;
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function migrationsIn(directory: string): string[] {
  return readdirSync(directory).filter((name) => name.endsWith('.sql'));
}
