// What a newcomer does first: the demo starts in an empty directory, answers, shows its sandbox, and stops when asked.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';

const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;

const root = resolve(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'leeway-smoke-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const began = performance.now();
// Only what a bare shell has: settings of this machine must not decide the outcome.
const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), LEEWAY_DATA_DIR: dataDir };
const server = spawn(process.execPath, ['--v8-pool-size=1', 'src/cli.ts', 'demo'], {
  cwd: root,
  env,
  stdio: ['ignore', 'pipe', 'pipe'],
});
let output = '';
for (const stream of [server.stdout, server.stderr])
  stream.on('data', (chunk: Buffer) => (output = (output + chunk).slice(-20_000)));
const ended = new Promise<number | string>((done) => server.once('exit', (code, signal) => done(code ?? signal ?? 'unknown')));
try {
  await answers('/healthz');
  await answers('/sandbox');
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  server.kill('SIGTERM');
  const outcome = await Promise.race([ended, sleep(stopTimeoutMs, 'still running', { ref: false })]);
  if (outcome !== 0) throw new Error(`after SIGTERM the demo ended with ${outcome} instead of 0`);
  console.log(`The demo answered after ${seconds} s and stopped cleanly.`);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\nIts last words:\n${output}`);
  process.exitCode = 1;
} finally {
  server.kill('SIGKILL');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
}

/** Asks until the address answers 200, for as long as the whole start may take. */
async function answers(path: string): Promise<void> {
  let last = 'nothing yet';
  while (performance.now() - began < startTimeoutMs) {
    if (server.exitCode !== null) throw new Error(`the demo ended with ${server.exitCode} before ${path} answered`);
    try {
      const response = await fetch(url + path, { signal: AbortSignal.timeout(5_000) });
      await response.text();
      if (response.status === 200) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(200);
  }
  throw new Error(`${path} did not answer 200 within ${startTimeoutMs / 1000} s (${last})`);
}
