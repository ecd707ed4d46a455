import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { botToken, signingSecret } from '../sandbox/support.ts';

const root = resolve(import.meta.dirname, '../..');
const preload = fileURLToPath(new URL('./die-at.mjs', import.meta.url));

export interface Process {
  /** How it ended; still running while undefined. */
  ended: string | number | undefined;
  end: Promise<string | number>;
  /** Rejects, with what it said, when it ends instead. */
  ready(): Promise<void>;
  url(): string;
  output(): string;
  kill(signal: NodeJS.Signals): Promise<string | number>;
}

/** Starts processes of `leeway serve` that have the sandbox at `slackUrl` as their Slack. */
export function createStarter(folder: string, slackUrl: string, env: Record<string, string>) {
  const file = join(folder, 'die-at');
  const all = new Set<Process>();

  function start(more: Record<string, string> = {}): Process {
    const child = spawn(process.execPath, ['--v8-pool-size=1', '--import', preload, 'src/cli.ts', 'serve'], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        PORT: '0',
        LOG_LEVEL: 'warn',
        SLACK_BOT_TOKEN: botToken,
        SLACK_SIGNING_SECRET: signingSecret,
        SLACK_API_URL: slackUrl,
        DIE_AT: file,
        ...env,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const one = follow(child);
    all.add(one);
    return one;
  }

  return {
    start,
    /** From now on the first process that reaches the step dies there. */
    dieAt: (step: string) => writeFileSync(file, step),
    /** Whether somebody has yet to die. */
    isArmed: () => existsSync(file),
    /** Those that run. */
    running: () => [...all].filter((one) => one.ended === undefined),
    stopAll: async () => {
      for (const one of all) if (one.ended === undefined) await one.kill('SIGKILL');
    },
  };
}
export type Starter = ReturnType<typeof createStarter>;

function follow(child: ChildProcess): Process {
  let output = '';
  let url = '';
  let isReady: () => void;
  const saidReady = new Promise<void>((done) => (isReady = done));
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output = (output + chunk).slice(-400_000);
      url ||= /Leeway is ready: (\S+)\n/.exec(output)?.[1] ?? '';
      if (url) isReady();
    });
  const end = new Promise<string | number>((done) => child.once('exit', (code, signal) => done(signal ?? code ?? 'SIGKILL')));
  const one: Process = {
    ended: undefined,
    end,
    ready: () =>
      Promise.race([
        saidReady,
        end.then((how) => {
          throw new Error(`It ended with ${how}: ${output}`);
        }),
      ]),
    url: () => url,
    output: () => output,
    kill: (signal) => {
      child.kill(signal);
      return end;
    },
  };
  void end.then((how) => (one.ended = how));
  return one;
}
