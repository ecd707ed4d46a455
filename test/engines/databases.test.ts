import { DuckDBInstance } from '@duckdb/node-api';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createDatabases } from '../../src/engines/databases.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ColumnSpec, SourceSpec } from '../../src/engines/engine.ts';
import { newFolder, sourceOf, week, writeRows } from './files.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const x: ColumnSpec = { name: 'x', expression: 'x', type: 'numeric' };
const rowsOf = (x: string) => `select timestamp '2001-01-01' + interval (i % 7) day as moment, ${x} as x from range(14) as r(i)`;

async function minimum(engine: ReturnType<typeof createDuckDbEngine>, source: SourceSpec, column = x): Promise<number> {
  const { days } = await engine.profile({ source, window: week, columns: [column], edges: 'make' });
  return Math.min(...days.map((day) => ('min' in day.columns['x']! ? day.columns['x'].min! : Number.NaN)));
}

test('requests of the same files share a database, those of others do not', async () => {
  const folder = newFolder();
  await writeRows(join(folder, 'a.parquet'), rowsOf('1'));
  await writeRows(join(folder, 'b.parquet'), rowsOf('2'));
  const [a, b] = [sourceOf(join(folder, 'a.parquet')), sourceOf(join(folder, 'b.parquet'))];
  const engine = createDuckDbEngine();
  const create = vi.spyOn(DuckDBInstance, 'create');
  for (const [source, found, opened] of [
    [a, 1, 1],
    [a, 1, 1],
    [b, 2, 2],
    [a, 1, 3],
  ] as const) {
    expect(await minimum(engine, source)).toBe(found);
    expect(create).toHaveBeenCalledTimes(opened);
  }
  await engine.close();
});

test('a file or a lookup table that was replaced is read anew', async () => {
  const folder = newFolder();
  const [file, lookup] = [join(folder, 'a.parquet'), join(folder, 'm.csv')];
  const source = sourceOf(file, { lookups: [{ name: 'm', file: lookup, format: 'csv' }], joins: 'left join m on m.x = trips.x' });
  const mean = { ...x, expression: 'm.mean' };
  const engine = createDuckDbEngine();
  await writeRows(file, rowsOf('1'));
  await writeFile(lookup, 'x,mean\n1,5\n2,60\n');
  expect(await minimum(engine, source, mean)).toBe(5);
  await writeRows(file, rowsOf('2'));
  expect(await minimum(engine, source, mean)).toBe(60);
  await writeFile(lookup, 'x,mean\n1,5\n2,700\n');
  expect(await minimum(engine, source, mean)).toBe(700);
  await engine.close();
});

test('requests at the same time have a database each', async () => {
  const file = join(newFolder(), 'a.parquet');
  await writeRows(file, rowsOf('i'));
  const engine = createDuckDbEngine();
  const create = vi.spyOn(DuckDBInstance, 'create');
  const found = await Promise.all([1, 2, 3].map((more) => minimum(engine, sourceOf(file), { ...x, expression: `x + ${more}` })));
  expect(found).toEqual([1, 2, 3]);
  expect(create).toHaveBeenCalledTimes(3);
  await engine.close();
});

test('a database in which a request failed is not used again', async () => {
  const file = join(newFolder(), 'a.parquet');
  await writeRows(file, rowsOf('1'));
  const engine = createDuckDbEngine();
  const create = vi.spyOn(DuckDBInstance, 'create');
  await expect(minimum(engine, sourceOf(file), { ...x, expression: 'nothing' })).rejects.toMatchObject({ code: 'invalid' });
  expect(await minimum(engine, sourceOf(file))).toBe(1);
  expect(create).toHaveBeenCalledTimes(2);
  await engine.close();
});

test('a kept database is closed when nobody asks, when another is kept and at the end', async () => {
  vi.useFakeTimers();
  const close = vi.spyOn(DuckDBInstance.prototype, 'closeSync');
  const databases = createDatabases(1000);
  const open = async () => await DuckDBInstance.create(':memory:');
  databases.keep('a', await open());
  vi.advanceTimersByTime(1000);
  expect(close).toHaveBeenCalledTimes(1);
  expect(databases.take('a')).toBeUndefined();
  databases.keep('a', await open());
  const b = await open();
  databases.keep('b', b);
  expect(close).toHaveBeenCalledTimes(2);
  // Lent, it is not closed under the one who has it.
  expect(databases.take('b')).toBe(b);
  vi.advanceTimersByTime(1000);
  databases.close();
  expect(close).toHaveBeenCalledTimes(2);
  databases.keep('b', b);
  expect(close).toHaveBeenCalledTimes(3);
});
