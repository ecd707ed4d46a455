import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { eventually } from './sandbox-user.ts';

const script = resolve(import.meta.dirname, '../../docs/deploy/receive-webhook.mjs');

export interface Receiver {
  url: string;
  stop(): void;
}

/** The receiving script of the documentation as a process of its own, which runs `command` for each order. */
export async function startReceiver(command: string, secret: string): Promise<Receiver> {
  const env = { PATH: process.env['PATH'], PORT: '0', LEEWAY_DEPLOY_SECRET: secret, DEPLOY_COMMAND: command };
  const child: ChildProcess = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout!.on('data', (text: Buffer) => (said += text.toString()));
  const url = await eventually('the receiver says its address', async () => /http:\S+/.exec(said)?.[0]);
  return { url, stop: () => void child.kill() };
}
