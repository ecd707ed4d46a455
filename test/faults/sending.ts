import type { Db } from '../../src/db/db.ts';
import { readPending } from '../../src/outbox/read-messages.ts';
import { resendTrouble, type Trouble } from '../../src/outbox/trouble.ts';
import type { Fault } from '../../src/sandbox/contract.ts';
import { stubVerbs } from '../slack/stub-verbs.ts';
import * as samples from '../slack/samples.ts';
import { channels, eventually, startRig, type Counts, type Rig } from './rig.ts';

export interface Met extends Counts {
  /** What an operator saw while the fault was on, at its worst. */
  trouble: Pick<Trouble, 'key' | 'count'>[];
  withoutImage: number;
}
interface Case {
  faults: Partial<Fault>[];
  /** Nothing goes out, or not all, until the fault has ended: how an operator's list must look before it is ended. */
  until?: (trouble: Trouble[]) => boolean;
  /** A person resends what was parked once the fault has ended. */
  resend?: string;
  withCharts?: boolean;
}

const post = 'chat.postMessage';
/** Every fault of sending, by the name under which it is reported. */
export const sendingFaults: Record<string, Case> = {
  none: { faults: [] },
  '429 with Retry-After': { faults: [{ kind: 'rate_limited', method: post, share: 0.02, seed: 1, seconds: 1 }] },
  '500': { faults: [{ kind: 'http_500', method: post, share: 0.2, seed: 2 }] },
  'connection cut': { faults: [{ kind: 'cut', method: post, share: 0.2, seed: 3 }] },
  'connection cut after acceptance': { faults: [{ kind: 'cut_after_acceptance', method: post, share: 0.2, seed: 4 }] },
  'time-out after acceptance': { faults: [{ kind: 'timeout_after_acceptance', method: post, every: 40, seconds: 5 }] },
  'slow upload': { faults: [{ kind: 'slow_upload', every: 2 }], withCharts: true },
  'channel_not_found in one channel': {
    faults: [{ kind: 'channel_not_found', channel: channels[0]!.id }],
    until: (all) => all.some((one) => one.key === `hold:${channels[0]!.id}` && one.count === 20),
  },
  token_revoked: { faults: [{ kind: 'token_revoked' }], until: (all) => all.some((one) => one.count === 1000) },
  msg_blocks_too_long: {
    // No divisor of the number of channels: it strikes each of them now and then, and none always.
    faults: [{ kind: 'msg_blocks_too_long', method: post, every: 9 }],
    until: (all) => all.some((one) => one.count >= 111),
    resend: 'parked:msg_blocks_too_long',
  },
  'all at once': {
    faults: [
      { kind: 'rate_limited', method: post, share: 0.01, seed: 5, seconds: 1 },
      { kind: 'http_500', share: 0.05, seed: 6 },
      { kind: 'cut', share: 0.05, seed: 7 },
      { kind: 'timeout_after_acceptance', method: post, every: 100, seconds: 5 },
      { kind: 'cut_after_acceptance', method: post, share: 0.05, seed: 8 },
      { kind: 'channel_not_found', channel: channels[1]!.id, remaining: 3 },
      { kind: 'token_revoked', method: post, every: 150, remaining: 5 },
    ],
  },
};

/** A thousand messages to fifty channels under a fault, until all of them have settled. */
export async function sendUnder(db: Db, fault: Case): Promise<Met> {
  const chart = { input: { chart: 'sparkline' as const, alt: 'Rising', values: [1, 2, 3] }, title: 'Rising' };
  const stub = stubVerbs({ edition: async () => ({ view: samples.edition, chart }) });
  const rig = await startRig(db, { stub });
  try {
    await rig.faults(fault.faults);
    const kind = { kind: 'edition', data: { editionId: samples.edition.editionId } } as never;
    const ids = await rig.tell((index) => (fault.withCharts && index % 10 === 0 ? kind : {}));
    rig.slack.sender.start();
    let trouble: Trouble[] = [];
    const { until } = fault;
    if (until) {
      await eventually('the operator sees it', async () => until(await rig.trouble()));
      await eventually('nothing else waits', async () => (await waiting(rig)) === 0);
      trouble = await rig.trouble();
      await rig.faults([]);
    }
    if (fault.resend) await resendTrouble(rig.ctx, { key: fault.resend });
    const untroubled = async () => (await rig.trouble()).length === 0;
    // Looked at twice: what is held meanwhile waits without being counted.
    await eventually('all settle', async () => (await untroubled()) && (await waiting(rig)) === 0 && (await untroubled()));
    const counts = await rig.counts(ids);
    return {
      ...counts,
      trouble: trouble.map(({ key, count }) => ({ key, count })),
      withoutImage: rig.slack.counters.withoutImage,
    };
  } finally {
    await rig.stop();
  }
}

const waiting = async (rig: Rig): Promise<number> => (await readPending(rig.ctx)).waiting;
