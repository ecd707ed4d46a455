import { describe, expect, it } from 'vitest';
import { caseStates } from '../../src/db/schema/feedback.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { readingGrade } from '../../src/explain/reading-grade.ts';
import { actionTitle, actionWords } from '../../src/feedback/action-words.ts';
import {
  assertState,
  decisions,
  mayTriage,
  nextStepOf,
  planDue,
  sayDecision,
  workingDayBefore,
} from '../../src/feedback/case-rules.ts';
import type { CaseRow } from '../../src/feedback/case-store.ts';
import { isLeewayError } from '../../src/shared/errors.ts';

const now = new Date('2001-03-05T15:00:00Z');
const at = { now, today: '2001-03-05', zone: 'America/Chicago' };
const row = (change: Partial<CaseRow>) =>
  ({ state: 'flagged', waitsFor: 'owner', promisedOn: '2001-03-12', ...change }) as CaseRow;
const planned = (change: Partial<CaseRow>, actionDays: string[] = []) =>
  planDue(row(change), actionDays, at).map(({ kind, dueAt }) => `${dueAt.toISOString().slice(0, 10)} ${kind}`);

describe('what is planned for a case', () => {
  it('runs from the promise: the working day before it, the one after it, and two more', () => {
    expect(planned({})).toEqual(['2001-03-09 remind-owner', '2001-03-13 tell-deputy', '2001-03-15 tell-above']);
  });

  it('does not bring what has passed, and a promise that has passed runs from today', () => {
    expect(planned({ promisedOn: '2001-03-01' })).toEqual(['2001-03-06 tell-deputy', '2001-03-08 tell-above']);
    expect(planned({ promisedOn: null })).toEqual(['2001-03-06 tell-deputy', '2001-03-08 tell-above']);
  });

  it('reminds of each day of what is to be done once', () => {
    expect(planned({ state: 'acting', promisedOn: '2001-03-14' }, ['2001-03-07', '2001-03-07', '2001-03-14'])).toEqual([
      '2001-03-07 remind-action',
      '2001-03-14 remind-action',
      '2001-03-15 tell-deputy',
      '2001-03-19 tell-above',
    ]);
  });

  it('is nothing where nobody is waited for', () => {
    expect(planned({ state: 'confirmed', waitsFor: null })).toEqual([]);
  });

  it.each([
    ['2001-03-12', '2001-03-09'],
    ['2001-03-13', '2001-03-12'],
    ['2001-03-11', '2001-03-09'],
  ])('knows the working day before %s', (day, before) => {
    expect(workingDayBefore(day)).toBe(before);
  });
});

describe('who may decide on a case', () => {
  const one = { ownerId: 'priya', deputyId: 'olga', modelOwnerIds: ['dana'], teamIds: ['crews', null] };
  const person = (id: string, roles: ('expert' | 'engineer' | 'admin')[], teams: string[] = []) =>
    ({ kind: 'person', id, name: id, roles, teams }) as const;
  it.each([
    ['its owner', person('priya', []), true],
    ['who stands in', person('olga', []), true],
    ['an owner of the model', person('dana', []), true],
    ['an administrator', person('x', ['admin']), true],
    ['a builder of its team', person('x', ['engineer'], ['crews']), true],
    ['an expert of its team', person('x', ['expert'], ['crews']), false],
    ['a builder of another team', person('x', ['engineer'], ['other']), false],
    ['a program', { kind: 'service', id: 's', name: 's', scopes: ['feedback.flag'] } as const, false],
  ])('%s', (_who, actor, may) => {
    expect(mayTriage(actor, one)).toBe(may);
  });
});

describe('what is said of a case', () => {
  const refusals = caseStates.map((state) => {
    try {
      assertState({ number: 12, state }, [], 'nothing is done');
    } catch (error) {
      if (isLeewayError(error)) return `${error.message} ${error.hint}`;
    }
    return '';
  });
  const texts = [
    ...refusals,
    ...Object.values(actionWords),
    actionTitle('retrain', 12),
    ...decisions.map((one) => `Case 12 ${sayDecision[one]}.`),
    ...caseStates.flatMap((state) => (['owner', 'flagger'] as const).map((waitsFor) => nextStepOf({ state, waitsFor }))),
  ];
  it('has no word that only builders know, and is short', () => {
    expect(texts.filter((text) => text === '')).toEqual([]);
    for (const text of texts) {
      expect(findJargon(text).map((one) => one.word)).toEqual([]);
      expect(text.split(/[.?!]\s/).every((sentence) => sentence.split(' ').length < 22)).toBe(true);
    }
    expect(readingGrade(texts.map((text) => text.replace(/[.?!]*$/, '.')).join(' '))).toBeLessThan(7);
  });
});
