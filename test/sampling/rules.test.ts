import { expect, test } from 'vitest';
import { blockOf, eachOf, isFirstOfMonth, monthToAsk, nextOpen, periodOf, wilson } from '../../src/sampling/rules.ts';
import { sayPeriod } from '../../src/shared/period.ts';
import expected from '../fixtures/sampling.json' with { type: 'json' };

test.each(expected)('the interval of $hits in $total is the one of scipy', ({ hits, total, low, high }) => {
  const found = wilson(hits, total);
  expect(found.low).toBeCloseTo(low, 12);
  expect(found.high).toBeCloseTo(high, 12);
});

test('without an answer anything is possible', () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('each expert gets as many different decisions as there are for all, and one at least', () => {
  expect(eachOf(500, 3, 10)).toBe(10);
  expect(eachOf(15, 2, 10)).toBe(7);
  expect(eachOf(2, 5, 10)).toBe(1);
});

test('a letter leads through its own decisions: on, then back to what was left out', () => {
  expect(blockOf(1, 10)).toEqual({ first: 1, last: 10 });
  expect(blockOf(20, 10)).toEqual({ first: 11, last: 20 });
  const block = { first: 4, last: 6 };
  expect(nextOpen(block, new Set([4]), 4)).toBe(5);
  expect(nextOpen(block, new Set([5, 6]), 6)).toBe(4);
  expect(nextOpen(block, new Set([4, 5, 6]), 6)).toBeUndefined();
});

test('the month before is asked about, once a month, and not what lies before the first day that is', () => {
  expect(monthToAsk('2001-04-03', undefined)).toEqual({ start: '2001-03-01', end: '2001-04-01' });
  expect(monthToAsk('2001-01-02', undefined)).toEqual({ start: '2000-12-01', end: '2001-01-01' });
  expect(monthToAsk('2001-04-03', '2001-03-20')).toEqual({ start: '2001-03-20', end: '2001-04-01' });
  expect(monthToAsk('2001-03-06', '2001-03-01')).toBeUndefined();
  expect([1, 7, 8, 31].map((day) => isFirstOfMonth(`2001-05-${String(day).padStart(2, '0')}`))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a whole month goes by its name, other stretches by their days', () => {
  expect(sayPeriod(periodOf({ start: '2001-03-01', end: '2001-04-01' }))).toBe('March 2001');
  expect(sayPeriod(periodOf({ start: '2001-02-01', end: '2001-03-01' }))).toBe('February 2001');
  expect(sayPeriod(periodOf({ start: '2001-03-20', end: '2001-04-01' }))).toBe('20–31 March 2001');
});
