import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ComparisonRequest } from '../../src/engines/engine.ts';
import fixture from '../fixtures/comparison.json' with { type: 'json' };
import { flights, newFolder, sourceOf, week } from './files.ts';

const engine = createDuckDbEngine();
afterAll(() => engine.close());

/** Two versions, one from a table, one a constant; a row without outcome, one that the table does not know. */
async function trips(): Promise<ComparisonRequest> {
  const folder = newFolder();
  const rows = ['moment,place,wait', '2001-01-02,a,10', '2001-01-02,a,20', '2001-01-03,b,40', '2001-01-03,b,', '2001-01-04,c,16'];
  await writeFile(join(folder, 'trips.csv'), `${rows.join('\n')}\n`);
  await writeFile(join(folder, 'table.csv'), 'place,mean\na,16\nb,30\n');
  return {
    source: sourceOf(join(folder, 'trips.csv')),
    window: week,
    outcome: 'wait',
    constant: 12,
    largeMiss: 9,
    costly: { actual: 'trips.wait >= 15', called: 'prediction >= 15' },
    inputs: [
      { name: 'place', expression: 'place' },
      { name: 'wait', expression: 'wait' },
    ],
    versions: [
      {
        key: '1',
        prediction: 'lookup.mean',
        fallback: 'lookup.mean is null',
        lookup: { file: join(folder, 'table.csv'), format: 'csv', on: { place: 'trips.place' } },
      },
      { key: '2', prediction: '11' },
    ],
  };
}

test('versions are compared on the rows that all of them and the outcome have', async () => {
  // Compared are 10, 20 (said 16) and 40 (said 30); 16 at c has no answer of version 1, one row no outcome.
  expect(await engine.compare(await trips())).toEqual({
    rows: 5,
    unlabelled: 1,
    compared: 3,
    costlyActual: 2,
    sumAbsConstantError: 2 + 8 + 28,
    missing: { place: 0, wait: 1 },
    versions: {
      1: {
        unpredicted: 1,
        fallback: 1,
        sumError: -6 + 4 + 10,
        sumAbsError: 20,
        sumSquaredError: 36 + 16 + 100,
        largeMisses: 1,
        called: 3,
        calledRight: 2,
      },
      2: {
        unpredicted: 0,
        fallback: 0,
        sumError: -1 + 9 + 29,
        sumAbsError: 39,
        sumSquaredError: 1 + 81 + 841,
        largeMisses: 1,
        called: 0,
        calledRight: 0,
      },
    },
  });
});

test('a source that has a column called prediction is no obstacle', async () => {
  const request = await trips();
  const folder = newFolder();
  const file = join(folder, 'logged.csv');
  await writeFile(file, 'moment,place,wait,prediction\n2001-01-02,a,20,1\n');
  const versions = [{ key: '1', prediction: 'trips.prediction + 15' }];
  const found = await engine.compare({ ...request, source: sourceOf(file), versions, inputs: [] });
  // It said 16, which is called; the logged 1 would not be. Its name is a source's own, so the source must be `trips`.
  expect(found.versions['1']).toMatchObject({ sumError: 4, called: 1, calledRight: 1 });
});

test('a table with a key twice is refused instead of counting rows twice', async () => {
  const request = await trips();
  await writeFile(request.versions[0]!.lookup!.file, 'place,mean\na,16\na,17\n');
  await expect(engine.compare(request)).rejects.toMatchObject({ code: 'invalid', field: 'source.joins' });
});

test.each([
  ['predictions.2', (one: ComparisonRequest) => ({ ...one, versions: [one.versions[0]!, { key: '2', prediction: 'nothing' }] })],
  ['costly.called', (one: ComparisonRequest) => ({ ...one, costly: { actual: 'wait >= 15', called: 'prediction + 1' } })],
  ['costly.actual', (one: ComparisonRequest) => ({ ...one, costly: { actual: 'wait', called: 'prediction > 1' } })],
  ['columns.speed', (one: ComparisonRequest) => ({ ...one, inputs: [{ name: 'speed', expression: 'speed' }] })],
  ['outcome', (one: ComparisonRequest) => ({ ...one, outcome: 'place' })],
])('a wrong expression is named: %s', async (field, change) => {
  await expect(engine.compare(change(await trips()))).rejects.toMatchObject({ code: 'invalid', field });
});

test('versions 1 and 2 of the flights differ as numpy counts them on 1–8 April', async () => {
  const file = (name: string) => flights.lookups![0]!.file.replace('v1.csv', name);
  const version = (key: string, overall: number) => ({
    key,
    prediction: `coalesce(lookup.mean, ${overall})`,
    fallback: 'lookup.mean is null',
    lookup: { file: file(`v${key}.csv`), format: 'csv' as const, on: { origin: 'flights.origin', hour: 'hour(flights.date)' } },
  });
  const { lookups: _lookups, joins: _joins, ...source } = flights;
  const found = await engine.compare({
    source,
    window: { grain: 'week', start: '2001-04-01', end: '2001-04-09' },
    outcome: 'delay',
    constant: -1,
    largeMiss: 30,
    costly: { actual: 'delay >= 15', called: 'prediction >= 15' },
    inputs: [{ name: 'origin', expression: 'origin' }],
    versions: [version('1', 6.339), version('2', 7.5327)],
  });
  const { rows, costlyActual, constantMae, versions } = fixture.april;
  expect(found).toMatchObject({ rows, compared: rows, unlabelled: 0, costlyActual, missing: { origin: 0 } });
  expect(found.sumAbsConstantError / rows).toBeCloseTo(constantMae, 8);
  for (const [key, { mae, bias, rmse, ...counts }] of Object.entries(versions)) {
    const of = found.versions[key]!;
    expect(of).toMatchObject({ ...counts, unpredicted: 0 });
    expect(of.sumAbsError / rows).toBeCloseTo(mae, 8);
    expect(of.sumError / rows).toBeCloseTo(bias, 8);
    expect(Math.sqrt(of.sumSquaredError / rows)).toBeCloseTo(rmse, 8);
  }
});
