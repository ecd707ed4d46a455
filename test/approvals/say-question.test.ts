import { describe, expect, it } from 'vitest';
import { evidenceHash, nothingShown, type GateShown, type Line, type Shown } from '../../src/approvals/evidence.ts';
import { sayQuestion } from '../../src/approvals/say-question.ts';

const line = (gate: string, weight: number, gist?: string): Line => ({
  text: `${gate}.`,
  facts: [],
  gate,
  weight,
  ...(gist ? { gist } : {}),
});
const failed = (gate: string): GateShown => ({
  gate,
  title: gate,
  state: 'failed',
  required: true,
  mayBeOutvoted: true,
  reason: null,
  facts: [],
  hash: '',
});
const smaller = line('typical-miss', 100, 'a smaller typical miss');
const fewer = line('costly-error', 90, 'calling fewer late flights beforehand');
const leaning = line('bias', 60, 'leaning further to one side');
const large = line('large-misses', 40, 'fewer large misses');

const ask = (shown: Partial<Shown>, breakGlass = false) =>
  sayQuestion(
    { kind: 'promotion', version: 3, environment: 'production', breakGlass },
    'Flight Delay',
    { ...nothingShown(), serving: 1, ...shown },
    [],
  );

describe('the decision as one question', () => {
  it('weighs the one great gain against the one great cost, whatever small ones stand beside them', () => {
    const shown = { better: [smaller, large], worse: [fewer, leaning], gates: [failed('costly-error')] };
    expect(ask(shown)).toBe('Is a smaller typical miss worth calling fewer late flights beforehand?');
  });

  it('weighs small ones where there is no other', () => {
    expect(ask({ better: [smaller], worse: [leaning] })).toBe('Is a smaller typical miss worth leaning further to one side?');
  });

  it.each([
    ['two great costs', { better: [smaller], worse: [fewer, line('constant', 80, 'being no better than a guess')] }],
    ['two small costs and no great one', { better: [smaller], worse: [leaning, line('x', 40, 'more large misses')] }],
    ['no cost', { better: [smaller], worse: [] }],
    ['no gain', { better: [], worse: [fewer] }],
    ['a line of a check that was made before it had a gist', { better: [smaller], worse: [{ text: 'Worse.', facts: [] }] }],
  ])('asks plainly with %s', (_, shown) => {
    expect(ask(shown)).toBe('Should version 3 of Flight Delay take the place of version 1 in production?');
  });

  it('leaves no failed check out', () => {
    const gates = [failed('costly-error'), failed('bias')];
    expect(ask({ better: [smaller], worse: [fewer, leaning], gates })).toContain('although “costly-error” and “bias” failed');
  });

  it('says of an emergency that it is one', () => {
    expect(ask({ better: [smaller], worse: [fewer] }, true)).toContain('at once, without the usual agreement');
  });

  it('is no part of what a vote is held against', () => {
    const bare = ({ text, facts }: Line): Line => ({ text, facts });
    const shown = { ...nothingShown(), better: [smaller], worse: [fewer] };
    expect(evidenceHash(shown)).toBe(evidenceHash({ ...shown, better: [bare(smaller)], worse: [bare(fewer)] }));
    expect(evidenceHash(shown)).not.toBe(evidenceHash({ ...shown, better: [{ ...smaller, text: 'Other.' }] }));
  });
});
