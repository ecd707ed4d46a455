import { expect, test } from 'vitest';
import { testWindow } from '../../src/validation/test-window.ts';

const january = { start: '2001-01-01', end: '2001-02-01' };
const may = { start: '2001-05-07', end: '2001-06-04' };

test('the test begins where the last fit ends and ends with the last finished week', () => {
  const fits = [
    { version: 3, fit: may },
    { version: 1, fit: january },
  ];
  expect(testWindow(fits, '2001-06-11')).toEqual({
    state: 'found',
    window: { start: '2001-06-04', end: '2001-06-11' },
    fits: { 1: january, 3: may },
  });
});

test.each(['2001-06-04', '2001-05-28', '2001-01-08'])(
  'a version that learned from all days until %s is not tested',
  (lastWeekEnd) => {
    const fits = [
      { version: 3, fit: may },
      { version: 1, fit: january },
    ];
    expect(testWindow(fits, lastWeekEnd)).toEqual({ state: 'overlap', version: 3, fit: may });
  },
);

test('the serving version’s days count as much as the new one’s', () => {
  const fits = [
    { version: 2, fit: january },
    { version: 1, fit: may },
  ];
  expect(testWindow(fits, '2001-06-04')).toMatchObject({ state: 'overlap', version: 1 });
});

test('a version that does not say what it learned from is not tested', () => {
  const fits = [
    { version: 2, fit: january },
    { version: 1, fit: null },
  ];
  expect(testWindow(fits, '2001-06-11')).toEqual({ state: 'unknown-fit', version: 1 });
});

test('a test takes the newest twelve weeks at most', () => {
  expect(testWindow([{ version: 1, fit: january }], '2001-06-11')).toMatchObject({
    window: { start: '2001-03-19', end: '2001-06-11' },
  });
});
