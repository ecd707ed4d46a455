import { expect, it } from 'vitest';
import { followBackfill } from '../../src/commands/backfill.ts';
import type { BackfillAnswer } from '../../src/http/deps.ts';

const at = (ended: number): BackfillAnswer => ({
  since: '2001-05-23T12:00:00.000Z',
  models: [{ modelId: 'churn', from: '2001-05-07', until: '2001-05-14', weeks: 2, ended, published: ended, reason: null }],
});
/** Answers these, and the last one for ever. */
const answers = (...ended: number[]) => {
  const left = [...ended];
  return async () => at(left.length > 1 ? left.shift()! : left[0]!);
};
const times = { lookEveryMs: 1, firstMs: 5, nextMs: 20 };
const follow = async (...ended: number[]) => {
  const said: string[] = [];
  const end = await followBackfill(at(0), answers(...ended), (line) => said.push(line), times);
  return { said, end };
};

it('past weeks are followed until each has come to an end', async () => {
  const { said, end } = await follow(0, 1, 1, 1, 2);
  expect(said).toEqual(['1 of 2 weeks looked at …', '2 of 2 weeks looked at …']);
  expect(end[0]).toBe('1 model: every week was looked at.');
});

it('past weeks that nobody looks at are not waited for', async () => {
  expect((await follow(0)).end).toEqual([expect.stringContaining('None has come to an end yet')]);
});

it('past weeks that stop on the way are not waited for without an end', async () => {
  const { end } = await follow(1);
  expect(end).toEqual([
    'churn: 1 of 2 weeks looked at.',
    expect.stringContaining('/leeway status'),
    expect.stringContaining('Nothing more has come to an end for a while'),
  ]);
});
