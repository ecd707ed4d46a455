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

const channelCount = 100;
const processes = 2;
const rounds = 5;
const perRound = 2_000;
const messageCount = rounds * perRound;

/**
 * Ten thousand messages of the outbox to a hundred channels, sent by two processes from one Postgres without pacing, against
 * a bare loop of chat.postMessage with the same messages on the same sandbox: in turns, so that whatever else the machine does
 * meets both. `value`: messages a second over all rounds. Counted in the sandbox: lost, doubled, out of order in their channel.
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
    const took: { bare: number; leeway: number }[] = [];
    const names = new Set<string>();
    let messages = 0;
    let outOfOrder = 0;
    for (let round = 0; round < rounds; round++) {
      const bareSeconds = await loop(perRound);
      await ask(sandbox, 'forget');
      took.push({ bare: bareSeconds, leeway: await sendRound(url, channels, ours, round * perRound) });
      const here = (await ask(sandbox, 'count')) as Counted;
      messages += here.names.length;
      outOfOrder += here.outOfOrder;
      here.names.forEach((name) => names.add(name));
      await ask(sandbox, 'forget');
    }
    const rate = (who: 'bare' | 'leeway') => messageCount / took.reduce((sum, round) => sum + round[who], 0);
    const [value, against] = [rate('leeway'), rate('bare')];
    return {
      value: Math.round(value),
      unit: 'messages/s' as const,
      against: Math.round(against),
      ratio: twoDigits(value / against),
      ratios: took.map((round) => twoDigits(round.bare / round.leeway)),
      comparedWith: 'a bare loop of chat.postMessage',
      messages: messageCount,
      channels: channelCount,
      processes,
      lost: messageCount - names.size,
      doubled: messages - names.size,
      outOfOrder,
      load: loadavg().map((one) => Math.round(one * 10) / 10),
    };
  } finally {
    for (const child of [sandbox, bare, ...ours]) child.kill();
  }
}
const twoDigits = (value: number): number => Math.round(value * 100) / 100;
const quiet: ('ignore' | 'inherit' | 'ipc')[] = ['ignore', 'ignore', 'inherit', 'ipc'];

/** Writes a round's messages, then wakes the processes; returns the seconds until the last one was recorded as sent. */
async function sendRound(url: string, channels: readonly string[], senders: ChildProcess[], from: number): Promise<number> {
  const database = await openPostgres(url, { max: 1 });
  const ctx = { db: database.db, actor: systemActor('bench'), now: new Date('2001-06-18T14:00:00Z'), log: silentLog };
  try {
    await write(ctx, (w) =>
      sayAll(
        w,
        Array.from({ length: perRound }, (_, index) => ({
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
