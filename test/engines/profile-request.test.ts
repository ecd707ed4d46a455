import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ColumnSpec } from '../../src/engines/engine.ts';
import { makeReference, mergeProfiles } from '../../src/engines/profile.ts';
import { flights, january, newFolder, sourceOf, week, writeRows } from './files.ts';

const engine = createDuckDbEngine();
const columns: ColumnSpec[] = [
  { name: 'x', expression: 'x', type: 'numeric' },
  { name: 'city', expression: 'city', type: 'categorical' },
  { name: 'late', expression: 'x > 15', type: 'boolean' },
  { name: 'booked', expression: 'moment - interval 1 day', type: 'date' },
];
let folder: string;

beforeAll(async () => {
  folder = newFolder();
  const rows = `select * from (values
    (timestamp '2001-01-01 00:00', 10.0::double, 'B'), (timestamp '2001-01-01 23:59', 20, 'A'), (timestamp '2001-01-02 08:00', 30, null),
    (timestamp '2001-01-02 09:00', null, 'A'), (timestamp '2001-01-02 10:00', 'nan', 'O''Hare'), (timestamp '2001-01-08 00:00', 99, 'A'), (null, 1, 'A')
  ) as t(moment, x, city)`;
  await writeRows(join(folder, 'trips.parquet'), rows);
  await writeRows(join(folder, 'trips.csv'), rows);
});

test.each(['parquet', 'csv'])('each day of a %s file has its own counts', async (format) => {
  const { days } = await engine.profile({
    source: sourceOf(join(folder, `trips.${format}`)),
    window: week,
    columns,
    edges: { x: [10, 20], booked: [11322] },
  });
  expect(days.map((day) => [day.start, day.rows])).toEqual([
    ['2001-01-01', 2],
    ['2001-01-02', 3],
    ['2001-01-03', 0],
    ['2001-01-04', 0],
    ['2001-01-05', 0],
    ['2001-01-06', 0],
    ['2001-01-07', 0],
  ]);
  expect(days[0]!.columns['x']).toMatchObject({
    type: 'numeric',
    n: 2,
    missing: 0,
    counts: [1, 1, 0],
    sum: 30,
    sumSquares: 500,
    min: 10,
    max: 20,
  });
  // A null and a NaN are missing both.
  expect(days[1]!.columns['x']).toMatchObject({ n: 1, missing: 2, counts: [0, 0, 1] });
  expect(days[1]!.columns['city']).toEqual({
    type: 'categorical',
    n: 2,
    missing: 1,
    categories: ['A', "O'Hare"],
    counts: [1, 1],
  });
  expect(days[0]!.columns['late']).toEqual({ type: 'boolean', n: 2, missing: 0, categories: ['false', 'true'], counts: [1, 1] });
  // 31 December 2000 is day 11322 since 1970.
  expect(days[0]!.columns['booked']).toMatchObject({ type: 'date', n: 2, counts: [2, 0], min: 11322, max: 11322 });
});

test('edges made from a window are one a distinct value when there are few', async () => {
  const made = await engine.profile({ source: sourceOf(join(folder, 'trips.parquet')), window: week, columns, edges: 'make' });
  expect(made.edges).toEqual({ x: [10, 20], booked: [11322] });
  expect(makeReference(made).profile.columns['x']).toMatchObject({ n: 3, counts: [1, 1, 1] });
});

test('January of the flights counts every flight, and the same twice', async () => {
  const request = {
    source: flights,
    window: january,
    columns: [
      { name: 'delay', expression: 'delay', type: 'numeric' },
      { name: 'origin', expression: 'origin', type: 'categorical' },
      { name: 'prediction', expression: 'coalesce(v1.mean, 6.339)', type: 'numeric' },
    ],
    edges: 'make',
  } as const;
  const made = await engine.profile(request);
  const whole = mergeProfiles(made.days);
  expect(whole.rows).toBe(508_239);
  for (const column of Object.values(whole.columns)) expect(column.counts.reduce((sum, count) => sum + count, 0)).toBe(508_239);
  expect(whole.columns['delay']).toMatchObject({ sum: 3_221_712 });
  expect(await engine.profile(request)).toEqual(made);
});

test('a week is the sum of its days, and merging in two steps is the same', async () => {
  const { days } = await engine.profile({
    source: sourceOf(join(folder, 'trips.parquet')),
    window: week,
    columns,
    edges: { x: [10, 20], booked: [] },
  });
  const whole = mergeProfiles(days);
  expect(whole).toMatchObject({ start: '2001-01-01', end: '2001-01-08', rows: 5 });
  expect(whole.columns['x']).toMatchObject({ n: 3, missing: 2, counts: [1, 1, 1], sum: 60, min: 10, max: 30 });
  expect(whole.columns['city']).toEqual({
    type: 'categorical',
    n: 4,
    missing: 1,
    categories: ['A', 'B', "O'Hare"],
    counts: [2, 1, 1],
  });
  expect(mergeProfiles([mergeProfiles(days.slice(0, 3)), mergeProfiles(days.slice(3))])).toEqual(whole);
  expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
});

test('profiles under different edges are not added up', async () => {
  const source = sourceOf(join(folder, 'trips.parquet'));
  const one = await engine.profile({ source, window: week, columns: columns.slice(0, 1), edges: { x: [10] } });
  const other = await engine.profile({ source, window: week, columns: columns.slice(0, 1), edges: { x: [11] } });
  expect(() => mergeProfiles([one.days[0]!, other.days[1]!])).toThrow(/“x” have different edges/);
});

test('a numeric column without edges in the reference is refused', async () => {
  const run = engine.profile({ source: sourceOf(join(folder, 'trips.parquet')), window: week, columns, edges: { x: [1] } });
  await expect(run).rejects.toMatchObject({
    code: 'invalid',
    field: 'edges.booked',
    message: expect.stringContaining('“booked”'),
  });
});

test('names with quotes are names, not SQL', async () => {
  const file = join(folder, `it's "odd".parquet`);
  await writeRows(join(folder, 'odd.parquet'), `select timestamp '2001-01-01' as moment, 1 as "a ""b"""`);
  const { rename } = await import('node:fs/promises');
  await rename(join(folder, 'odd.parquet'), file);
  const { days } = await engine.profile({
    source: sourceOf(file, { name: `tr"ips'` }),
    window: week,
    columns: [{ name: '__proto__', expression: '"a ""b""" -- the column', type: 'numeric' }],
    edges: 'make',
  });
  expect(Object.keys(days[0]!.columns)).toEqual(['__proto__']);
});
