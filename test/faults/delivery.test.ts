import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Queue } from '../../src/queue/queue.ts';
import type { Fault } from '../../src/sandbox/contract.ts';
import { actionIds } from '../../src/slack/action-ids.ts';
import { depsFor, runSlack, until } from '../slack/support.ts';
import { stubVerbs } from '../slack/stub-verbs.ts';
import { useDatabase } from '../support/database.ts';

const test = useDatabase('postgres');
const channel = 'C0HEALTH';
/** Of each: commands, clicks and direct messages, a thousand and two in all. */
const each = 334;
const atOnce = 24;
const maxUnanswered = 60;
let running: Awaited<ReturnType<typeof runSlack>>;

beforeEach(async () => {
  // What is stored is worked on at once; the queue's own promises are tested with it.
  const queue: Queue = {
    ...depsFor(test.database.db, '', stubVerbs()).queue,
    enqueue: async (w, _name, data) => w.afterCommit(() => void running.slack.handleEvent((data as { key: string }).key)),
  };
  running = await runSlack(test.database.db, { deps: { queue } });
});
afterEach(async () => {
  await running.stop();
  await test.clear();
});

/** Each command, click and message has words of its own, by which it is known again in what the verbs were asked. */
async function everything(): Promise<string[]> {
  const button = { type: 'button' as const, text: { type: 'plain_text' as const, text: 'Ask' }, action_id: actionIds.askAgain };
  const posted = await running.client.chat.postMessage({
    channel,
    text: 'Ask',
    blocks: [{ type: 'actions', block_id: 'ask', elements: [{ ...button, value: 'clicked' }] }],
  });
  const container = { kind: 'message', channel, ts: posted.ts };
  const kinds = [
    (n: number) => ['commands', { as: 'U0EXEC', channel, command: '/leeway', text: `typed ${n}` }] as const,
    () => ['actions', { as: 'U0EXEC', container, blockId: 'ask', actionId: actionIds.askAgain }] as const,
    (n: number) => ['messages', { as: 'U0EXEC', channel: 'D0EXEC', text: `said ${n}` }] as const,
  ];
  const todo = Array.from({ length: each }, (_, n) => kinds.map((make) => make(n))).flat();
  const refused: string[] = [];
  let issued = 0;
  const one = async () => {
    for (let next = todo.shift(); next; next = todo.shift()) {
      // People wait for answers: Leeway refuses more at once than it can work on, which is another test's.
      await until(() => issued - running.stub.calls.length < maxUnanswered);
      issued++;
      const { status, json } = await running.control('POST', next[0], next[1]);
      if (status !== 200) refused.push(String(json['message']));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return refused;
}

const wordsOf = (verb: 'command' | 'ask') =>
  running.stub.calls.filter((call) => call.verb === verb).map((call) => (call.input as { text: string }).text);

describe('a thousand commands, clicks and messages are each answered once', () => {
  it.each<[string, Partial<Fault>[]]>([
    ['delivered twice', [{ kind: 'duplicate_delivery', method: 'delivery' }]],
    ['late', [{ kind: 'late_delivery', method: 'delivery', share: 0.2, seconds: 0.15 }]],
    ['out of order', [{ kind: 'out_of_order_delivery', method: 'delivery', share: 0.3, seconds: 0.25 }]],
    [
      'all of it',
      [
        { kind: 'duplicate_delivery', method: 'delivery', share: 0.3, seed: 2 },
        { kind: 'late_delivery', method: 'delivery', share: 0.1, seed: 3, seconds: 0.15 },
        { kind: 'out_of_order_delivery', method: 'delivery', share: 0.1, seed: 4, seconds: 0.25 },
      ],
    ],
  ])('%s', async (_how, faults) => {
    await running.control('PUT', 'faults', { faults });
    expect(await everything()).toEqual([]);
    await until(() => wordsOf('ask').length >= each && wordsOf('command').length >= 2 * each, 30_000);
    await running.slack.stop();
    const numbers = Array.from({ length: each }, (_, n) => n);
    expect(wordsOf('ask').toSorted()).toEqual(numbers.map((n) => `said ${n}`).toSorted());
    expect(
      wordsOf('command')
        .filter((text) => text !== 'clicked')
        .toSorted(),
    ).toEqual(numbers.map((n) => `typed ${n}`).toSorted());
    expect(wordsOf('command').filter((text) => text === 'clicked')).toHaveLength(each);
    const answers = running.messages(channel).filter((message) => message.ephemeralTo === 'U0EXEC');
    expect(answers).toHaveLength(2 * each);
    const { json } = await running.control('GET', 'faults');
    expect((json['faults'] as { met: number }[]).every(({ met }) => met > 50)).toBe(true);
  });
});
