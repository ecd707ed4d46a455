import { copyFile, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ColumnSpec, SourceSpec } from '../../src/engines/engine.ts';
import { assertUnchanged, snapshot } from '../../src/engines/source-files.ts';
import { newFolder, sourceOf, week, writeRows } from './files.ts';

const engine = createDuckDbEngine();
const x: ColumnSpec = { name: 'x', expression: 'x', type: 'numeric' };
const city: ColumnSpec = { name: 'city', expression: 'city', type: 'categorical' };
let folder: string;
let good: string;

const rows = (count: number, x = 'i') =>
  `select timestamp '2001-01-01' + interval (i % 7) day as moment, ${x} as x, 'c' || i as city from range(${count}) as r(i)`;
const profile = (source: SourceSpec, ...columns: ColumnSpec[]) =>
  engine.profile({ source, window: week, columns, edges: 'make' });

beforeAll(async () => {
  folder = newFolder();
  good = join(folder, 'good.parquet');
  await writeRows(good, rows(50));
});

test('a missing file is named', async () => {
  const run = profile(sourceOf(join(folder, 'gone.parquet')), x);
  await expect(run).rejects.toMatchObject({
    code: 'not-found',
    field: 'source.files',
    message: expect.stringContaining('gone.parquet'),
  });
});

test('a glob without a match is named', async () => {
  await expect(profile(sourceOf(join(folder, 'none-*.parquet')), x)).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('none-*.parquet'),
  });
});

test('a truncated Parquet file is named', async () => {
  const file = join(folder, 'truncated.parquet');
  await writeFile(file, (await readFile(good)).subarray(0, 300));
  await expect(profile(sourceOf(file), x)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('truncated.parquet'),
  });
});

test('a Parquet file damaged in the middle is named', async () => {
  const file = join(folder, 'damaged.parquet');
  const bytes = await readFile(good);
  bytes.fill(0xff, 4, 400);
  await writeFile(file, bytes);
  await expect(profile(sourceOf(file), x)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('damaged.parquet'),
  });
});

test('a missing column is named with its file', async () => {
  const run = profile(sourceOf(good), x, { name: 'fare', expression: 'fare', type: 'numeric' });
  await expect(run).rejects.toMatchObject({
    code: 'invalid',
    field: 'columns.fare',
    message: expect.stringMatching(/good\.parquet.*column “fare”/),
  });
});

test('a column of another type is named with file and both types', async () => {
  const run = profile(sourceOf(good), { ...city, type: 'numeric' });
  await expect(run).rejects.toMatchObject({
    code: 'invalid',
    field: 'columns.city',
    message: expect.stringMatching(/“city”.*good\.parquet.*VARCHAR, expected numeric/),
  });
});

test('a time of another type is refused', async () => {
  await expect(profile(sourceOf(good, { time: 'city' }), x)).rejects.toMatchObject({ code: 'invalid', field: 'source.time' });
});

test('an empty window is said with its days', async () => {
  const run = engine.profile({
    source: sourceOf(good),
    window: { grain: 'week', start: '2002-01-07', end: '2002-01-14' },
    columns: [x],
    edges: 'make',
  });
  await expect(run).rejects.toMatchObject({
    code: 'not-found',
    field: 'window',
    message: expect.stringMatching(/good\.parquet has no rows of 7–13 January 2002/),
  });
});

test('a file of a glob that lacks a column, or has it in another type, is named', async () => {
  const parts = newFolder();
  await copyFile(good, join(parts, 'a.parquet'));
  await writeRows(join(parts, 'b.parquet'), `select moment, city from (${rows(5)})`);
  const run = () => profile(sourceOf(join(parts, '*.parquet')), x);
  await expect(run()).rejects.toMatchObject({
    code: 'invalid',
    field: 'columns.x',
    message: expect.stringMatching(/“x” is missing in b\.parquet/),
  });
  await writeRows(join(parts, 'b.parquet'), rows(5, 'i::varchar'));
  await expect(run()).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/“x” in b\.parquet.*VARCHAR.*BIGINT/),
  });
  await writeRows(join(parts, 'b.parquet'), rows(5));
  expect((await run()).days.reduce((sum, day) => sum + day.rows, 0)).toBe(55);
});

test('too many categories name the column and the limit', async () => {
  const file = join(folder, 'many.parquet');
  await writeRows(file, rows(10_001));
  await expect(profile(sourceOf(file), city)).rejects.toMatchObject({
    code: 'too-large',
    field: 'columns.city',
    message: expect.stringMatching(/“city”.*10000 categories/),
  });
});

test('a lookup table with a key twice is noticed, not counted double', async () => {
  const lookup = join(folder, 'lookup.csv');
  await writeFile(lookup, 'city,mean\nc1,5\nc1,6\n');
  const source = sourceOf(good, {
    lookups: [{ name: 'm', file: lookup, format: 'csv' }],
    joins: 'left join m on m.city = trips.city',
  });
  const run = profile(source, x, { name: 'prediction', expression: 'm.mean', type: 'numeric' });
  await expect(run).rejects.toMatchObject({ code: 'invalid', field: 'source.joins' });
});

test('a file replaced between two looks asks for another try', async () => {
  const file = join(folder, 'replaced.parquet');
  await copyFile(good, file);
  const before = await snapshot([file], 'trips');
  await assertUnchanged(before, 'trips');
  await utimes(file, 1, 1);
  await expect(assertUnchanged(before, 'trips')).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('replaced.parquet'),
  });
});

test.each([
  ['reads another file', `(select count(*) from read_csv('/etc/hostname'))`],
  ['hides a second statement', `x) from trips; copy (select 1) to 'GOOD' (use_tmp_file false); select (x`],
])('an expression that %s is refused, the data is untouched', async (_, expression) => {
  const before = await readFile(good);
  await expect(profile(sourceOf(good), { ...x, expression: expression.replace('GOOD', good) })).rejects.toMatchObject({
    code: 'invalid',
  });
  expect(await readFile(good)).toEqual(before);
});

test('a cancelled request and one out of time are said as such', async () => {
  const slow = { ...x, expression: '(select sum(a.range * b.range) from range(100000) a, range(100000) b) + x' };
  const cancel = new AbortController();
  setTimeout(() => cancel.abort(), 100);
  await expect(
    engine.profile({ source: sourceOf(good), window: week, columns: [slow], edges: 'make' }, cancel.signal),
  ).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('cancelled'),
  });
  const hasty = createDuckDbEngine({ timeoutMs: 100 });
  const run = hasty.profile({ source: sourceOf(good), window: week, columns: [slow], edges: 'make' });
  await expect(run).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('not read in time') });
});

test('a request that needs more memory than allowed says so', async () => {
  const small = createDuckDbEngine({ memoryMb: 20 });
  const wide = { name: 'w', expression: `random() + x + (select max(range) from range(10))`, type: 'numeric' } as const;
  const file = join(folder, 'large.parquet');
  await writeRows(file, rows(2_000_000));
  const run = small.profile({ source: sourceOf(file), window: week, columns: [wide], edges: 'make' });
  await expect(run).rejects.toMatchObject({ code: 'too-large' });
});
