import { setTimeout as sleep } from 'node:timers/promises';
import { write } from '../../src/audit/write.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import type { Db } from '../../src/db/db.ts';
import { sayAll, type Say } from '../../src/outbox/say.ts';
import { listTrouble } from '../../src/outbox/trouble.ts';
import type { Fault } from '../../src/sandbox/contract.ts';
import { systemActor } from '../../src/shared/actor.ts';
import type { Tuning } from '../../src/slack/tuning.ts';
import { start } from '../sandbox/support.ts';
import { listeningLog, runSlack } from '../slack/support.ts';
import type { Stub } from '../slack/stub-verbs.ts';

export const messageCount = 1_000;
const channelCount = 50;
export const channels = Array.from({ length: channelCount }, (_, index) => ({
  id: `C0F${String(index).padStart(3, '0')}`,
  name: `fault-${index}`,
  topic: '',
  members: 'everyone' as const,
}));

/** What became of the messages, counted in the sandbox, where people read them. */
export interface Counts {
  messages: number;
  arrived: number;
  lost: number;
  doubled: number;
  /** Messages that stand before an earlier one of their channel. */
  outOfOrder: number;
  /** How often the fault struck. */
  struck: number;
  /** ERROR lines: how often somebody was called. */
  called: number;
}

export type Rig = Awaited<ReturnType<typeof startRig>>;

/** Leeway's sender and the sandbox on real HTTP, without pacing; waits are short, so that a fault costs tries and not time. */
export async function startRig(db: Db, more: { tuning?: Partial<Tuning>; stub?: Stub; upload?: { maxPolls: number } } = {}) {
  const log = listeningLog();
  const running = await runSlack(db, {
    ...(more.stub ? { stub: more.stub } : {}),
    // What the bot says itself comes back as an event, which is another test's.
    sandbox: { channels, events: [] },
    deps: {
      log,
      tuning: { lookMs: 40, lookMaxMs: 80, callTimeoutMs: 400, ...more.tuning },
      upload: { timeoutMs: 2000, pollMs: 1, maxPolls: more.upload?.maxPolls ?? 5 },
    },
  });
  const ctx: Ctx = { db, actor: systemActor('faults'), now: start, log };
  let struck = 0;
  const met = async () =>
    ((await running.control('GET', 'faults')).json['faults'] as { met: number }[]).reduce((sum, one) => sum + one.met, 0);
  return {
    ...running,
    log,
    ctx,
    async faults(list: readonly Partial<Fault>[]) {
      struck += await met();
      await running.control('PUT', 'faults', { faults: list });
    },
    /** Says the messages in one transaction, channel by channel in turn; each says its number. */
    tell: (message: (index: number) => Partial<Say<'notice'>> = () => ({})) =>
      write(ctx, (w) =>
        sayAll(
          w,
          Array.from({ length: messageCount }, (_, index) => ({
            kind: 'notice' as const,
            data: { text: `number ${index}` },
            destination: channels[index % channelCount]!.id,
            dedupeKey: `fault:${index}`,
            ...message(index),
          })),
        ),
      ),
    trouble: async () => (await listTrouble(ctx)).troubles,
    async counts(ids: readonly string[]): Promise<Counts> {
      return {
        ...countArrived(running.sandbox.state().channels, ids),
        struck: struck + (await met()),
        called: log.lines.filter((line) => line.level === 'error').length,
      };
    },
  };
}

function countArrived(
  all: { messages: readonly { metadata: { event_payload: Record<string, unknown> } | undefined }[] }[],
  ids: readonly string[],
): Omit<Counts, 'struck' | 'called'> {
  const order = new Map(ids.map((id, index) => [id, index]));
  const seen = new Map<string, number>();
  let outOfOrder = 0;
  for (const channel of all) {
    let newest = -1;
    for (const { metadata } of channel.messages) {
      const id = String(metadata?.event_payload['outbox_id']);
      const index = order.get(id);
      if (index === undefined) continue;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      if (index < newest) outOfOrder++;
      newest = Math.max(newest, index);
    }
  }
  const doubled = [...seen.values()].filter((times) => times > 1).length;
  return { messages: ids.length, arrived: seen.size, lost: ids.length - seen.size, doubled, outOfOrder };
}

/** Throws when it does not come about. */
export async function eventually(what: string, is: () => boolean | Promise<boolean>, timeoutMs = 55_000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await is())) {
    if (performance.now() > end) throw new Error(`${what}: it did not come about in ${timeoutMs / 1000} s.`);
    await sleep(20);
  }
}
