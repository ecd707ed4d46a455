import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { sha256 } from '../../src/shared/ids.ts';
import { flights, january } from './files.ts';

const read = (name: string) => readFile(new URL(`../../examples/flights/models/${name}`, import.meta.url), 'utf8');

test.each(['v1', 'v2'])('the committed model %s is the file that its description names', async (name) => {
  const csv = await read(`${name}.csv`);
  const about = JSON.parse(await read(`${name}.json`)) as Record<string, unknown>;
  expect(about['csvSha256']).toBe(sha256(csv));
  expect(csv.trim().split('\n')).toHaveLength((about['groups'] as number) + 1);
  expect(csv.length).toBeLessThan(120_000);
});

test('version 1 is January’s mean by origin and hour', async () => {
  const fitted = await createDuckDbEngine().groupMeans({
    source: flights,
    window: january,
    keys: [
      { name: 'origin', expression: 'origin' },
      { name: 'hour', expression: 'hour(date)' },
    ],
    value: 'delay',
  });
  expect(fitted.overallMean).toBe(6.339);
  const lines = fitted.groups.map(({ key, mean, rows }) => [...key, mean.toFixed(4), rows].join(','));
  expect((await read('v1.csv')).trim().split('\n').slice(1)).toEqual(lines);
});

test('a source is described by its columns and their types', async () => {
  expect((await createDuckDbEngine().describe(flights)).map(({ name, type }) => [name, type])).toEqual([
    ['date', 'date'],
    ['delay', 'numeric'],
    ['distance', 'numeric'],
    ['origin', 'categorical'],
    ['destination', 'categorical'],
  ]);
});
