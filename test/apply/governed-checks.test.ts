import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { applyApproved } from '../../src/apply/apply-approved.ts';
import { applyConfig } from '../../src/apply/apply.ts';
import { joinMonitor, splitMonitor } from '../../src/apply/monitor-parts.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { readMonitors } from '../../src/monitor/read-monitors.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8');
const change = (from: string, to: string): string => {
  if (!demo.includes(from)) throw new Error(`the demo has no “${from}”`);
  return demo.replace(from, to);
};
const adding = (more: string): string => change('      baseline: -1', `      ${more}\n      baseline: -1`);
const bare = demo.slice(0, demo.indexOf('    monitor:\n')) + demo.slice(demo.indexOf('\naudiences:'));

describe('what a version’s checks allow', () => {
  const test = useDatabase('postgres');
  const tom = () => test.ctx({ id: 'tom', name: 'tom', roles: ['engineer', 'operator'] });
  const grace = () => test.ctx({ id: 'grace', name: 'grace', roles: ['compliance'] });
  const apply = (source: string, options = {}) => applyConfig(tom(), { source, path }, options);
  const texts = (ones: { text: string }[]) => ones.map((one) => one.text);
  const spec = async () => (await readMonitors(tom(), ['flight-delay']))[0]?.spec;
  const agree = async (requestId: string) => {
    const { revision } = await readRequest(grace(), requestId);
    await castVote(grace(), { requestId, decision: 'approve', revision });
    return applyApproved(test.system(), { requestId });
  };
  beforeEach(async () => void (await apply(demo)));
  afterEach(() => test.clear());

  it.each([
    ['gain', adding('gains: { largeMisses: 0.5 }'), 'gains › large misses 0.01 → 0.5'],
    ['tolerance of the costly error', change('tolerance: 0.02', 'tolerance: 0.9'), 'costly › tolerance 0.02 → 0.9'],
    [
      'rule of what counts as called',
      change('prediction >= 15', 'prediction >= 1'),
      'costly › called prediction >= 15 → prediction >= 1',
    ],
    ['size of a large miss', change('largeMiss: 30', 'largeMiss: 300'), 'large miss 30 → 300'],
    ['baseline', change('baseline: -1', 'baseline: -100'), 'baseline -1 → -100'],
    [
      'outcome',
      change('expression: source.delay,', 'expression: source.delay / 2,'),
      'outcome › expression source.delay → source.delay / 2',
    ],
    ['share that may be missing', adding('thresholds: { missingShare: 0.5 }'), 'thresholds › missing share 0.01 → 0.5'],
  ])('is loosened by nobody alone: the %s', async (_, source, said) => {
    const before = await spec();
    const asked = await apply(source);
    const line = `~ model flight-delay: checks › ${said}`;
    expect(texts(asked.changes)).toEqual([]);
    expect(texts(asked.waiting)).toEqual([line]);
    expect(await spec()).toEqual(before);
    expect((await readRequest(tom(), asked.request!.requestId)).changes).toEqual([line]);
    expect(await agree(asked.request!.requestId)).toMatchObject({ done: true });
    expect(await spec()).not.toEqual(before);
    expect(await apply(source)).toMatchObject({ changes: [], waiting: [] });
  });

  it('waits while how it is watched goes ahead beside it', async () => {
    const done = await apply(adding('thresholds: { psi: 0.2 }').replace('tolerance: 0.02', 'tolerance: 0.9'));
    expect(texts(done.changes)).toEqual(['~ model flight-delay: monitor (thresholds)']);
    expect(texts(done.waiting)).toEqual(['~ model flight-delay: checks › costly › tolerance 0.02 → 0.9']);
    expect(await spec()).toMatchObject({ thresholds: { psi: 0.2, missingShare: 0.01 }, costly: { tolerance: 0.02 } });
    await agree(done.request!.requestId);
    expect(await spec()).toMatchObject({ thresholds: { psi: 0.2 }, costly: { tolerance: 0.9 } });
  });

  it('is not loosened by taking the monitor away and setting it up again', async () => {
    const before = await spec();
    expect(texts((await apply(bare)).kept)).toContain('- model flight-delay: monitor');
    expect(await spec()).toEqual(before);
    const gone = await apply(bare, { prune: true });
    expect(texts(gone.waiting)).toEqual(['- model flight-delay: monitor']);
    expect(await spec()).toEqual(before);
    expect(await agree(gone.request!.requestId)).toMatchObject({ done: true });
    expect(await spec()).toBeUndefined();
    const back = await apply(change('tolerance: 0.02', 'tolerance: 0.9'));
    expect(texts(back.waiting)).toEqual(
      expect.arrayContaining(['+ model flight-delay: monitor', '+ model flight-delay: checks › costly › tolerance 0.9']),
    );
    expect(await spec()).toBeUndefined();
    expect(await agree(back.request!.requestId)).toMatchObject({ done: true });
    expect(await spec()).toMatchObject({ costly: { tolerance: 0.9 } });
    expect(await apply(change('tolerance: 0.02', 'tolerance: 0.9'))).toMatchObject({ changes: [], waiting: [] });
  });

  it('and how it is watched make up the whole monitor', async () => {
    const whole = (await spec())!;
    expect(joinMonitor(splitMonitor(whole))).toEqual(whole);
    expect(joinMonitor(splitMonitor(null))).toBeNull();
  });
});
