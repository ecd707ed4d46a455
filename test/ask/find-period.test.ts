import { expect, test } from 'vitest';
import { findPeriod } from '../../src/ask/find-period.ts';
import { parseQuestion } from '../../src/ask/parse-question.ts';
import { context } from './context.ts';

const read = (words: string, today: string) => {
  const found = findPeriod(words, { today });
  return found.kind === 'period'
    ? `${found.period.start} ${found.period.end}${found.period.partial ? ' partial' : ''}`
    : found.kind === 'problem'
      ? found.reason
      : found.kind;
};

// Today, words, start (inclusive), end (exclusive). 18 June 2001 is a Monday.
test.each([
  ['2001-06-18', 'last week', '2001-06-11 2001-06-18'],
  ['2001-06-17', 'last week', '2001-06-04 2001-06-11'],
  ['2001-06-17', 'this week', '2001-06-11 2001-06-18 partial'],
  ['2001-01-01', 'last week', '2000-12-25 2001-01-01'],
  ['2001-01-01', 'yesterday', '2000-12-31 2001-01-01'],
  ['2001-01-15', 'in december', '2000-12-01 2001-01-01'],
  ['2001-01-15', 'in february', '2000-02-01 2000-03-01'],
  ['2001-02-01', 'in february', '2001-02-01 2001-03-01 partial'],
  ['2001-03-01', 'last month', '2001-02-01 2001-03-01'],
  ['2001-06-18', 'last june', '2000-06-01 2000-07-01'],
  ['2001-06-18', 'this month', '2001-06-01 2001-07-01 partial'],
  ['2001-06-18', 'may 2000', '2000-05-01 2000-06-01'],
  ['2001-06-18', 'week of june 11', '2001-06-11 2001-06-18'],
  ['2001-06-18', 'in the week of 13 june', '2001-06-11 2001-06-18'],
  ['2001-06-18', 'week ending 17 june', '2001-06-11 2001-06-18'],
  ['2001-06-18', 'week of january 1', '2001-01-01 2001-01-08'],
  ['2001-06-18', 'week of december 31', '2000-12-25 2001-01-01'],
  ['2001-06-18', 'week before june 11', '2001-06-04 2001-06-11'],
  ['2001-06-18', 'the week before last', '2001-06-04 2001-06-11'],
  ['2001-06-18', 'the day before yesterday', '2001-06-16 2001-06-17'],
  ['2001-06-18', 'week 24', '2001-06-11 2001-06-18'],
  ['2001-06-18', 'week 52', '2000-12-25 2001-01-01'],
  ['2001-06-18', 'the first week of june', '2001-06-04 2001-06-11'],
  ['2001-06-18', 'last week of may', '2001-05-28 2001-06-04'],
  ['2001-06-18', 'june 11th', '2001-06-11 2001-06-12'],
  ['2001-06-18', 'the 11th of june', '2001-06-11 2001-06-12'],
  ['2001-06-18', 'the 11th', '2001-06-11 2001-06-12'],
  ['2001-06-18', 'the 20th', '2001-05-20 2001-05-21'],
  ['2001-06-18', '2001-06-11', '2001-06-11 2001-06-12'],
  ['2001-06-18', '11/6', '2001-06-11 2001-06-12'],
  ['2001-06-18', '6/13', '2001-06-13 2001-06-14'],
  ['2001-06-18', '11.06.2001', '2001-06-11 2001-06-12'],
  ['2001-06-18', '29 february', '2000-02-29 2000-03-01'],
  ['2001-06-18', '31 december', '2000-12-31 2001-01-01'],
  ['2001-06-18', 'since may', '2001-05-01 2001-06-18'],
  ['2001-06-18', 'since last monday', '2001-06-11 2001-06-18'],
  ['2001-06-18', 'after june 3', '2001-06-04 2001-06-18'],
  ['2001-06-18', 'between 3 and 9 june', '2001-06-03 2001-06-10'],
  ['2001-06-18', 'from 3 june to 9 june', '2001-06-03 2001-06-10'],
  ['2001-06-18', 'june 3-9', '2001-06-03 2001-06-10'],
  ['2001-06-18', '28 may to 3 june', '2001-05-28 2001-06-04'],
  ['2001-06-18', 'from november to february', '2000-11-01 2001-03-01'],
  ['2001-06-18', 'april to may', '2001-04-01 2001-06-01'],
  ['2001-06-18', 'from june to may', '2000-06-01 2001-06-01'],
  ['2001-06-18', 'between 3 june and 30 june', '2001-06-03 2001-07-01 partial'],
  ['2001-06-18', 'from 3 june to 9 june 2000', '2000-06-03 2000-06-10'],
  ['2001-06-18', 'q1', '2001-01-01 2001-04-01'],
  ['2001-06-18', 'q4', '2000-10-01 2001-01-01'],
  ['2001-06-18', 'last quarter', '2001-01-01 2001-04-01'],
  ['2001-06-18', 'in 2000', '2000-01-01 2001-01-01'],
  ['2001-06-18', 'last 7 days', '2001-06-11 2001-06-18'],
  ['2001-06-18', 'the last two weeks', '2001-06-04 2001-06-18'],
  ['2001-06-18', 'past 3 months', '2001-03-01 2001-06-01'],
  ['2001-06-18', 'two weeks ago', '2001-06-04 2001-06-11'],
  ['2001-06-18', '3 days ago', '2001-06-15 2001-06-16'],
  ['2001-06-18', 'a month ago', '2001-05-01 2001-06-01'],
  ['2001-06-18', 'on friday', '2001-06-15 2001-06-16'],
  ['2001-06-18', 'last monday', '2001-06-11 2001-06-12'],
  ['2001-06-18', 'last weekend', '2001-06-16 2001-06-18'],
  ['2001-06-18', 'early june', '2001-06-01 2001-06-11'],
  ['2001-06-18', 'today', '2001-06-18 2001-06-19 partial'],
  ['2001-06-18', 'next week', 'future'],
  ['2001-06-18', 'on 25 june', 'future'],
  ['2001-06-18', 'june 31', 'ambiguous'],
  ['2001-06-18', 'how may i ask', 'none'],
  ['2001-06-18', 'worse than the week before', 'none'],
  ['2001-06-18', 'version 2 of it', 'none'],
])('on %s “%s” is %s', (today, words, expected) => {
  expect(read(words, today)).toBe(expected);
});

test('the day is that of the asker’s zone', () => {
  const now = new Date('2001-06-18T03:00:00Z');
  const ask = (zone: string) => parseQuestion('what changed yesterday', { ...context, now, zone });
  expect(ask('America/Chicago')).toMatchObject({ query: { period: { start: '2001-06-16' } } });
  expect(ask('Europe/Berlin')).toMatchObject({ query: { period: { start: '2001-06-17' } } });
});

test.each(['2001-04-01T06:30:00Z', '2001-04-01T08:30:00Z', '2001-04-02T04:30:00Z'])(
  'a change of the clock shifts no day (%s)',
  (now) => {
    expect(parseQuestion('what changed two weeks ago', { ...context, now: new Date(now) })).toMatchObject({
      query: { period: { start: '2001-03-12', end: '2001-03-19' } },
    });
  },
);

test('weeks and months have their grain, any other stretch is days', () => {
  const grain = (words: string) => {
    const found = findPeriod(words, { today: '2001-06-18' });
    return found.kind === 'period' && found.period.grain;
  };
  expect([grain('last 7 days'), grain('in may'), grain('1 may to 31 may'), grain('q1'), grain('3-9 june')]).toStrictEqual([
    'week',
    'month',
    'month',
    'day',
    'day',
  ]);
});
