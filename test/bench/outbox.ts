import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { write } from '../../src/audit/write.ts';
import { openPostgres } from '../../src/db/open.ts';
import { readPending } from '../../src/outbox/read-messages.ts';
import { sayAll } from '../../src/outbox/say.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import type { Counted } from './outbox/sandbox.ts';
import { onFreshDatabase } from './postgres/fresh-database.ts';

const messageCount = 10_000;
const channelCount = 100;
const processes = 2;
const atOnce = 2_000;

/**
 * Ten thousand messages of the outbox to a hundred channels, sent by two processes from one Postgres without pacing, against
 * a bare loop of chat.postMessage with the same messages on the same sandbox, half of it before and half after. `value`:
 * messages a second. Counted in the sandbox: lost, doubled, out of order in their channel.
 */
export const run = () => onFreshDatabase(measure);

async function measure(url: string) {
  const sandbox = fork(join(import.meta.dirname, 'outbox/sandbox.ts'), [String(channelCount)], { stdio: quiet });
  const [{ base, channels }] = (await once(sandbox, 'message')) as [{ base: string; channels: string[] }];
  const worker = async (mode: 'bare' | 'leeway') => {
    const child = fork(join(import.meta.dirname, 'outbox/worker.ts'), [mode, url, base], { stdio: quiet });
    child.once('exit', (code) => code && console.error(`a process ended with ${code}`) === undefined && process.exit(1));
    await once(child, 'message');
    return child;
  };
  const bare = await worker('bare');
  const loop = async (count: number) => {
    const begun = performance.now();
    bare.send({ channels, count });
    await once(bare, 'message');
    return (performance.now() - begun) / 1000;
  };
  const ours = await Promise.all(Array.from({ length: processes }, () => worker('leeway')));
  try {
    await loop(500);
    const first = await loop(messageCount / 2);
    await ask(sandbox, 'forget');
    const seconds = await sendAll(url, channels, ours);
    const counted = (await ask(sandbox, 'count')) as Counted;
    await ask(sandbox, 'forget');
    const second = await loop(messageCount / 2);
    const against = messageCount / (first + second);
    const value = messageCount / seconds;
    return {
      value: Math.round(value),
      unit: 'messages/s' as const,
      against: Math.round(against),
      ratio: Math.round((value / against) * 100) / 100,
      comparedWith: 'a bare loop of chat.postMessage',
      messages: messageCount,
      channels: channelCount,
      processes,
      lost: messageCount - counted.names,
      doubled: counted.messages - counted.names,
      outOfOrder: counted.outOfOrder,
      load: loadavg().map((one) => Math.round(one * 10) / 10),
    };
  } finally {
    for (const child of [sandbox, bare, ...ours]) child.kill();
  }
}
const quiet: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'ignore', 'inherit', 'ipc'];

/** Writes all messages, then lets the processes begin; returns the seconds until the last one was recorded as sent. */
async function sendAll(url: string, channels: readonly string[], senders: ChildProcess[]): Promise<number> {
  const database = await openPostgres(url, { max: 1 });
  const ctx = { db: database.db, actor: systemActor('bench'), now: new Date('2001-06-18T14:00:00Z'), log: silentLog };
  try {
    for (let from = 0; from < messageCount; from += atOnce)
      await write(ctx, (w) =>
        sayAll(
          w,
          Array.from({ length: atOnce }, (_, index) => ({
            kind: 'notice' as const,
            data: { text: `number ${from + index}` },
            destination: channels[(from + index) % channels.length]!,
            dedupeKey: `bench:${from + index}`,
          })),
        ),
      );
    const begun = performance.now();
    for (const sender of senders) sender.send('go');
    while ((await readPending(ctx)).waiting > 0) await sleep(100);
    return (performance.now() - begun) / 1000;
  } finally {
    await database.close();
  }
}

async function ask(child: ChildProcess, order: 'count' | 'forget'): Promise<unknown> {
  child.send(order);
  return (await once(child, 'message'))[0];
}
