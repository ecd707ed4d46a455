import { describe, expect, it } from 'vitest';
import { nothingShown, type Shown } from '../../src/approvals/evidence.ts';
import { heldBy } from '../../src/approvals/held.ts';
import type { GateState } from '../../src/db/schema/validation.ts';
import { aPolicy } from './fixture.ts';

const gate = (title: string, state: GateState, mayBeOutvoted = false, required = true): Shown['gates'][number] => ({
  gate: title.toLowerCase(),
  title,
  state,
  required,
  mayBeOutvoted,
  reason: null,
  facts: [],
  hash: '',
});
const open = { state: 'open', kind: 'promotion', evidence: {}, expiresAt: new Date('2001-07-07T14:00:00Z') } as const;
const held = (gates: Shown['gates'], row: Parameters<typeof heldBy>[0] = open, more = {}, now = '2001-06-18T14:00:00Z') =>
  heldBy(row, aPolicy(more), { requester: 'Priya', shown: { ...nothingShown(), gates }, now: new Date(now) });

describe('what keeps everybody from agreeing', () => {
  it.each([
    [
      'a failed check that nobody may outvote',
      [gate('Data', 'passed'), gate('Typical miss', 'failed')],
      'The check “Typical miss” failed, and the policy lets nobody outvote it. It has to pass, or a better version has to be asked for.',
    ],
    [
      'two of them',
      [gate('Tests', 'failed'), gate('Typical miss', 'failed')],
      'The checks “Tests” and “Typical miss” failed, and the policy lets nobody outvote them. They have to pass, or a better version has to be asked for.',
    ],
    [
      'a check that has not run',
      [gate('Tests', 'waiting')],
      'The check “Tests” has not run to the end, and must have before anybody agrees.',
    ],
    [
      'a check that can never pass, before one that failed',
      [gate('Tests', 'failed'), { ...gate('Bias', 'not-run'), never: true as const, reason: 'The model says classes.' }],
      'The check “Bias” can never pass for this model, and the policy asks for it. The model says classes. Whoever looks after leeway.yml has to change that; then it can be asked for again.',
    ],
  ])('is told with what would have to happen: %s', (_what, gates, said) => expect(held(gates)).toBe(said));

  it.each([
    ['a failed check that may be outvoted', [gate('Late flights', 'failed', true)], open],
    ['a failed check that the policy does not ask for', [gate('Bias', 'failed', false, false)], open],
    ['a request that has ended', [gate('Tests', 'failed')], { ...open, state: 'refused' as const }],
    ['a change of settings', [gate('Tests', 'failed')], { ...open, kind: 'configuration' as const }],
  ])('is not %s', (_what, gates, row) => expect(held(gates, row)).toBeNull());

  it('is a freeze before anything else, with its end', () => {
    const freeze = [{ why: 'summer peak', when: { start: '2001-07-02', end: '2001-07-06' } }];
    const during = (expiresAt: string) =>
      held([gate('Tests', 'failed')], { ...open, expiresAt: new Date(expiresAt) }, { freeze }, '2001-07-03T15:00:00Z');
    const said = 'Nothing is put live now: summer peak. That ends on Fri 6 July, 00:00 (Chicago).';
    expect(during('2001-07-07T14:00:00Z')).toBe(`${said} It can be agreed to then.`);
    expect(during('2001-07-05T20:00:00Z')).toBe(
      `${said} This request will have expired by then, so it has to be asked again; only an emergency goes ahead meanwhile.`,
    );
  });
});
