import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const lookEveryMs = 5;
const startTimeoutMs = 180_000;

/** A process that was started, and how long after its start it answered `/healthz` with 200 and said that it was ready. */
export interface Started {
  pid: number;
  url: string;
  healthyMs: number;
  ready: Promise<number>;
  stop(): Promise<void>;
}

/** Starts `leeway demo` on a data directory, as `npm start` does. */
export const startDemo = (dataDir: string): Promise<Started> =>
  startServer(['--v8-pool-size=1', here('../../../src/cli.ts'), 'demo'], { LEEWAY_DATA_DIR: dataDir, LOG_LEVEL: 'warn' });

/** Starts a Hono server that has `/healthz` and nothing else. */
export const startBare = (): Promise<Started> => startServer([here('./bare.ts')], {});

/** Runs the task with a directory in which the demo was started and stopped once; `firstMs` is how long that took to be ready. */
export async function withDemoDirectory<T>(task: (dataDir: string, firstMs: number) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'leeway-bench-'));
  try {
    const first = await startDemo(dataDir);
    const firstMs = await first.ready;
    await first.stop();
    return await task(dataDir, firstMs);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Memory that a process holds, in MB, as Linux counts it. */
export function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** Ends a process at once, and waits until it is gone. */
export async function kill({ pid }: Started): Promise<void> {
  process.kill(pid, 'SIGKILL');
  while (isThere(pid)) await sleep(lookEveryMs);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function startServer(args: string[], env: Record<string, string>): Promise<Started> {
  const port = await freePort();
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    // Nothing of the caller's own settings: another database would be another figure.
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = new Promise<number>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      if (/ is ready/.test(text.toString())) resolve(performance.now() - started);
    });
  });
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`The process ended with ${child.exitCode} before it answered.`);
    if (performance.now() - started > startTimeoutMs) throw new Error('The process did not answer in time.');
    await sleep(lookEveryMs);
  }
  return {
    pid: child.pid!,
    url: `http://127.0.0.1:${port}`,
    healthyMs: performance.now() - started,
    ready,
    stop: () => stop(child),
  };
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
