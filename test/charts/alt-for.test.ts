import { expect, test } from 'vitest';
import { altFor } from '../../src/charts/alt-for.ts';

test('alt text names chart, data and reason, then the trend', () => {
  const parts = {
    chart: 'line chart',
    data: 'the typical miss by week',
    reason: 'the week of 11 June lies outside its usual range',
  };
  expect(altFor({ ...parts, trend: ['18.2 minutes the week before, 21.9 minutes now', 'Usual range 14.1 to 21.4.'] })).toBe(
    'Line chart of the typical miss by week where the week of 11 June lies outside its usual range. ' +
      '18.2 minutes the week before, 21.9 minutes now. Usual range 14.1 to 21.4.',
  );
});

test('alt text too long for Slack is refused, not cut', () => {
  const parts = { chart: 'Line chart', data: 'd', reason: 'r' };
  expect(() => altFor({ ...parts, trend: ['x'.repeat(2000)] })).toThrow('2000 are allowed');
});
