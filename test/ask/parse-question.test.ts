import { expect, test } from 'vitest';
import { createModelMatcher } from '../../src/ask/model-matcher.ts';
import { parseQuestion } from '../../src/ask/parse-question.ts';
import type { QuestionContext } from '../../src/ask/parsed.ts';
import type { Query } from '../../src/ask/query.ts';
import { context, day, month, week } from './context.ts';
import { sayQuery } from '../../src/ask/say-query.ts';

const model = 'flight-delay';
const ask = (text: string, previous?: Query, more: Partial<QuestionContext> = {}) =>
  parseQuestion(text, { ...context, ...more, ...(previous && { previous }) });
const queryOf = (text: string, previous?: Query, more: Partial<QuestionContext> = {}) => {
  const parsed = ask(text, previous, more);
  return parsed.ok ? parsed.query : parsed.reason;
};

test.each([
  ['staus of flght delay', 'flght delay', ['flight-delay']],
  ['how is fligth-delay doing?', 'fligth-delay', ['flight-delay']],
  ['who owns churn-scor', 'churn-scor', ['churn-score']],
  ['how is flight doing', 'flight', ['flight-delay']],
  ['status of foo-bar', 'foo-bar', []],
  ['what is the status of no-such-model', 'no-such-model', []],
  ['who owns payroll', 'payroll', []],
  ['status of chance', 'chance', []],
])('“%s” names no model and says which are near', (text, asked, suggestions) => {
  expect(ask(text)).toMatchObject({ ok: false, reason: 'unknown-model', asked, suggestions });
});

test('a question with an unknown model keeps the rest, so that a suggestion completes it', () => {
  expect(ask('how wrong was flght delay in may?')).toMatchObject({
    reason: 'unknown-model',
    query: { kind: 'measure', measure: 'error', period: month('2001-05-01', '2001-06-01') },
  });
});

test.each([
  ['compare version 1 and 2', 'not-supported'],
  ['is version 2 better than version 1', 'not-supported'],
  ['retrain flight-delay', 'not-supported'],
  ['delete flight-delay', 'not-supported'],
  ['will flight-delay be better', 'not-supported'],
  ['tell me a joke', 'not-supported'],
  ['digest as pirate', 'not-supported'],
  ['explain quantum gravity', 'not-understood'],
  ['lorem ipsum dolor sit amet', 'not-understood'],
  ['吾輩は猫である', 'not-understood'],
  ['مرحبا كيف حالك', 'not-understood'],
  ['', 'not-understood'],
  [':tada: <@U123>', 'not-understood'],
  ['what changed next week', 'future'],
  ['status tomorrow', 'future'],
  ['what happened in march 2002', 'future'],
  ['what changed in may and in march', 'ambiguous'],
  ['what changed on june 31', 'ambiguous'],
  ['what changed the week before', 'ambiguous'],
  ['what changed in the week of june', 'ambiguous'],
  ['what changed before june 3', 'ambiguous'],
  ['what changed between 9 and 3 june', 'ambiguous'],
  ['how are flight-delay and churn doing', 'ambiguous'],
  ['x'.repeat(3001), 'too-long'],
  ['a '.repeat(201), 'too-long'],
])('“%.40s” is refused as %s with questions that work', (text, reason) => {
  const parsed = ask(text);
  if (parsed.ok) throw new Error(`understood as ${parsed.query.kind}`);
  expect(parsed.reason).toBe(reason);
  expect(parsed.message).not.toBe('');
  expect(parsed.offers.length).toBeGreaterThan(0);
  for (const offer of parsed.offers) expect(ask(offer)).toMatchObject({ ok: true });
});

test('too long a question is told the limit', () => {
  expect(ask('x'.repeat(3001))).toMatchObject({ message: expect.stringContaining('3000') as string });
});

test('models whose names differ in separators only are told apart by their exact name, else asked about', () => {
  const models = createModelMatcher([{ name: 'net-load' }, { name: 'net_load' }]);
  expect(queryOf('status of net_load', undefined, { models })).toStrictEqual({ kind: 'status', model: 'net_load' });
  expect(queryOf('status of net load', undefined, { models })).toBe('ambiguous');
});

test('a KPI is known by the name that the configuration gives it', () => {
  expect(queryOf('saved customers last week')).not.toMatchObject({ measure: 'kpi' });
  expect(queryOf('saved customers last week', undefined, { kpiWords: ['saved customers'] })).toMatchObject({ measure: 'kpi' });
});

const before: Query = { kind: 'measure', measure: 'error', model, period: week('2001-06-04', '2001-06-11') };
const period = before.period!;

test.each<[string, Query, Query]>([
  ['and in march?', before, { ...before, period: month('2001-03-01', '2001-04-01') }],
  ['what about may?', before, { ...before, period: month('2001-05-01', '2001-06-01') }],
  ['and the week before?', before, { ...before, period: week('2001-05-28', '2001-06-04') }],
  ['and the week after?', before, { ...before, period: week('2001-06-11', '2001-06-18') }],
  ['and the month before', before, { ...before, period: month('2001-05-01', '2001-06-01') }],
  ['and yesterday?', before, { ...before, period: day('2001-06-17', '2001-06-18') }],
  ['and for churn?', before, { ...before, model: 'churn-score' }],
  ['and in may?', { kind: 'owner', model }, { kind: 'status', model, period: month('2001-05-01', '2001-06-01') }],
  ['and in may?', { kind: 'version', model }, { kind: 'status', model, period: month('2001-05-01', '2001-06-01') }],
  ['and for churn?', { kind: 'owner', model }, { kind: 'owner', model: 'churn-score' }],
  ['in detail?', { kind: 'version', model }, { kind: 'version', model, detail: true }],
  ['why?', before, { kind: 'why', model, period }],
  ['who owns it?', before, { kind: 'owner', model }],
  ['which version is live?', before, { kind: 'version', model }],
  ['what changed?', before, { kind: 'changes', model, period }],
  ['is it getting worse?', before, { kind: 'trend', model }],
  ['how is it doing now?', before, { kind: 'status', model }],
  ['flag a problem', before, { kind: 'flag', model }],
  ['why was churn bad?', before, { kind: 'why', model: 'churn-score', period }],
  ['and the week before?', { kind: 'status', model }, { kind: 'status', model, period: week('2001-06-04', '2001-06-11') }],
  ['in detail?', { kind: 'explain', term: 'model', depth: 'simple' }, { kind: 'explain', term: 'model', depth: 'detail' }],
  [
    'and for a bank?',
    { kind: 'explain', term: 'model', depth: 'simple' },
    { kind: 'explain', term: 'model', depth: 'simple', industry: 'banking' },
  ],
  ['as executive?', { kind: 'digest' }, { kind: 'digest', as: 'executive' }],
  ['thanks', before, { kind: 'smalltalk', which: 'thanks' }],
])('“%s” takes the rest from the question before', (text, previous, query) => {
  expect(queryOf(text, previous)).toStrictEqual(query);
});

test('a misspelt model in a follow-up is not taken for the one before', () => {
  expect(ask('and for churn-scor?', before)).toMatchObject({ reason: 'unknown-model', suggestions: ['churn-score'] });
});

test('the reading is said where the question left a choice, and only there', () => {
  expect(ask('how was flight-delay in the week of june 11?')).toMatchObject({ clear: true, reading: [] });
  expect(ask('what changed on 4/3?')).toMatchObject({ clear: true, reading: ['I read “4/3” as 4 March 2001.'] });
  expect(ask('is it getting worse since may?')).toMatchObject({ reading: ['This shows all weeks, not one period.'] });
  expect(ask('what chnaged last week?')).toMatchObject({ clear: false });
  expect(ask('and in march?', before)).toMatchObject({ clear: false });
  expect(ask('why?', before)).toMatchObject({ clear: false });
  expect(ask('who owns churn?', before)).toMatchObject({ clear: true });
});

test.each([
  ['how was flight-delay in the week of june 11?', 'how flight-delay did in the week of 11–17 June 2001'],
  ['error in february', 'the error of the model in February 2001'],
  ['who owns flight-delay?', 'who owns flight-delay'],
  ['how are the models doing?', 'how the models are doing'],
])('“%s” is said to be about %s', (text, said) => {
  const parsed = ask(text);
  expect(parsed.ok && sayQuery(parsed.query)).toBe(said);
});

test('whatever is typed, parsing ends with a reading or a refusal', () => {
  const pieces = [
    'how',
    'is',
    'flight-delay',
    'may',
    'week of',
    '11/6',
    '99/99',
    '(',
    '[a-z',
    '*',
    '<@U1',
    '\u202E',
    '🚀',
    '\u0000',
    'MODEL',
    'WHEN',
    '__proto__',
    'constructor',
    '$&',
    '\\d+',
    '2001-99-99',
    'q9',
    'since',
    'between',
    'and',
    '-',
    "'s",
    '\uD800',
    'as',
    'for',
    '31 february',
    'week 99',
    'the 77th',
    '0 days ago',
    '999 years ago',
  ];
  let seed = 7;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 400; round++) {
    const text = Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join(random(4) === 0 ? '' : ' ');
    const parsed = ask(text, round % 2 ? before : undefined);
    expect(parsed.ok ? sayQuery(parsed.query) : parsed.message).toBeTypeOf('string');
    expect(JSON.stringify(parsed)).not.toContain('NaN');
  }
});

const called = { models: [{ name: 'predictions', words: ['Predictions'] }, { name: 'churn-score' }] };
test.each([
  ['why predictions', { kind: 'why', model: 'predictions' }],
  ['how is predictions doing?', { kind: 'status', model: 'predictions' }],
  ['is predictions getting worse?', { kind: 'trend', model: 'predictions' }],
  ['what changed in predictions last week?', { kind: 'changes', model: 'predictions' }],
  ['did the predictions of churn-score change?', { kind: 'measure', measure: 'predictions', model: 'churn-score' }],
  ['how are the predictions?', { kind: 'measure', measure: 'predictions' }],
])('a model that is called by an ordinary word is meant where a name stands: “%s”', (text, query) => {
  expect(queryOf(text, undefined, called)).toMatchObject(query);
});
