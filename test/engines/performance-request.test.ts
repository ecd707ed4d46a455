import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { PerformanceRequest } from '../../src/engines/engine.ts';
import { addRegressionSums, regressionError } from '../../src/monitor/performance.ts';
import fixture from '../fixtures/distances.json' with { type: 'json' };
import { flights, newFolder, sourceOf, week, writeRows } from './files.ts';

const engine = createDuckDbEngine();
const request = (more: Partial<PerformanceRequest> & Pick<PerformanceRequest, 'source'>): PerformanceRequest => ({
  window: week,
  prediction: 'p',
  outcome: 'y',
  constant: -1,
  measures: [
    { name: 'on-time', kind: 'share', expression: 'y < 15' },
    { name: 'mean outcome', kind: 'mean', expression: 'y' },
  ],
  counters: [{ name: 'fallback', expression: 'p = 5' }],
  ...more,
});

test('errors are summed over rows that have prediction and outcome; the others are counted', async () => {
  const file = join(newFolder(), 'scored.parquet');
  await writeRows(
    file,
    `select timestamp '2001-01-03 12:00' as moment, * from (values (10.0::double, 13), (5, 1), (5, null), (null, 20), ('nan', 2)) as t(p, y)`,
  );
  const days = await engine.performance(request({ source: sourceOf(file) }));
  expect(days).toHaveLength(7);
  expect(days[0]).toMatchObject({ rows: 0, errors: { labelled: 0, sumError: 0 } });
  expect(days[2]).toEqual({
    start: '2001-01-03',
    end: '2001-01-04',
    rows: 5,
    errors: {
      labelled: 2,
      unlabelled: 1,
      unpredicted: 2,
      sumError: -1,
      sumAbsError: 7,
      sumSquaredError: 25,
      sumAbsConstantError: 16,
    },
    measures: { 'on-time': { sum: 3, count: 4 }, 'mean outcome': { sum: 36, count: 4 } },
    counters: { fallback: 2 },
  });
});

test('large misses are counted, and what was costly and called so', async () => {
  const file = join(newFolder(), 'scored.parquet');
  // The source has a column called prediction too: what is called is seen on the answer, not on that.
  await writeRows(
    file,
    `select timestamp '2001-01-03 12:00' as moment, 99 as prediction, * from (values (10.0::double, 13), (5, 21), (20, 21), (20, 12), (25, null), (null, 20), ('nan', 20)) as t(p, y)`,
  );
  const misses = { large: 7, costly: { actual: 'y >= 15', called: 'prediction >= 15' } };
  const days = await engine.performance(request({ source: sourceOf(file), misses }));
  // Off by 16 and by −8; of the two late ones with an answer one was called.
  expect(days[2]!.misses).toEqual({ large: 2, costly: 2, costlyCalled: 1 });
  expect(days[0]!.misses).toEqual({ large: 0, costly: 0, costlyCalled: 0 });
  const only = await engine.performance(request({ source: sourceOf(file), misses: { large: 7 } }));
  expect(only[2]!.misses).toEqual({ large: 2, costly: 0, costlyCalled: 0 });
});

test('the week of 11 June has the errors that numpy computes', async () => {
  const days = await engine.performance(
    request({
      source: flights,
      window: { grain: 'week', start: '2001-06-11', end: '2001-06-18' },
      prediction: 'coalesce(v1.mean, 6.339)',
      outcome: 'delay',
      measures: [{ name: 'on-time', kind: 'share', expression: 'delay < 15' }],
      counters: [{ name: 'fallback', expression: 'v1.mean is null' }],
    }),
  );
  const found = regressionError(addRegressionSums(days.map((day) => day.errors)))!;
  for (const [name, value] of Object.entries(fixture.flights.performance))
    expect(found[name as keyof typeof found]).toBeCloseTo(value, 8);
  expect(days.reduce((sum, day) => sum + day.counters['fallback']!, 0)).toBe(516);
  expect(days.reduce((sum, day) => sum + day.measures['on-time']!.sum, 0) / 116_493).toBeCloseTo(0.7292, 4);
});

test.each([
  ['prediction', { prediction: 'nothing' }],
  ['measures.on-time', { measures: [{ name: 'on-time', kind: 'share', expression: 'y' }] as const }],
  ['counters.fallback', { counters: [{ name: 'fallback', expression: 'p' }] }],
  ['costly.actual', { misses: { large: 1, costly: { actual: 'y', called: 'prediction > 1' } } }],
  ['costly.called', { misses: { large: 1, costly: { actual: 'y > 1', called: 'prediction + 1' } } }],
])('a wrong expression is named: %s', async (field, more) => {
  const file = join(newFolder(), 'scored.parquet');
  await writeRows(file, `select timestamp '2001-01-03' as moment, 1.0 as p, 2 as y`);
  await expect(engine.performance(request({ source: sourceOf(file), ...more }))).rejects.toMatchObject({
    code: 'invalid',
    field,
  });
});
