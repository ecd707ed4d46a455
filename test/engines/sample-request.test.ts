import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { SampleRequest } from '../../src/engines/engine.ts';
import { flights, newFolder, sourceOf, week } from './files.ts';

const engine = createDuckDbEngine();
afterAll(() => engine.close());

async function trips(lines?: string[]): Promise<SampleRequest> {
  const folder = newFolder();
  const rows = lines ?? ['2001-01-02,a,10', '2001-01-03,b,40', '2001-01-03,b,40', '2001-01-04,b,16', '2001-02-04,b,16'];
  await writeFile(join(folder, 'trips.csv'), `moment,place,wait\n${rows.join('\n')}\n`);
  await writeFile(join(folder, 'table.csv'), 'place,mean\na,16\nb,30\n');
  return {
    source: sourceOf(join(folder, 'trips.csv'), {
      lookups: [{ name: 'lookup', file: join(folder, 'table.csv'), format: 'csv' }],
      joins: 'left join lookup on lookup.place = trips.place',
    }),
    window: week,
    prediction: 'lookup.mean',
    where: 'prediction > 20',
    show: [
      { name: 'Where', expression: 'trips.place' },
      { name: 'Forecast', expression: `prediction::integer || ' minutes'` },
      { name: 'Waited', expression: 'wait' },
    ],
    count: 10,
    seed: 'round 1',
  };
}

test('only rows of the window that meet the condition are drawn, and of them only what is shown', async () => {
  const { population, rows } = await engine.sample(await trips());
  expect(population).toBe(3);
  expect(rows.map((row) => row['Waited']).toSorted((a, b) => Number(a) - Number(b))).toEqual(['16', '40', '40']);
  expect(rows[0]).toMatchObject({ Where: 'b', Forecast: '30 minutes' });
  expect(Object.keys(rows[0]!)).toEqual(['Where', 'Forecast', 'Waited']);
});

test('the same seed draws the same rows whatever their order in the file; another seed draws others', async () => {
  const lines = Array.from({ length: 60 }, (_, index) => `2001-01-0${1 + (index % 7)},b,${index}`);
  const waited = async (rows: string[], seed: string) =>
    (await engine.sample({ ...(await trips(rows)), count: 5, seed })).rows.map((row) => row['Waited']);
  const first = await waited(lines, 'a');
  expect(new Set(first).size).toBe(5);
  expect(await waited(lines.toReversed(), 'a')).toEqual(first);
  expect(await waited(lines, 'b')).not.toEqual(first);
});

test('every row is drawn about as often as another', async () => {
  const request = await trips(Array.from({ length: 20 }, (_, index) => `2001-01-02,b,${index}`));
  const drawn = new Map<string, number>();
  for (let seed = 0; seed < 100; seed++)
    for (const row of (await engine.sample({ ...request, count: 5, seed: `seed ${seed}` })).rows)
      drawn.set(row['Waited']!, (drawn.get(row['Waited']!) ?? 0) + 1);
  // 25 each; five standard deviations of Binomial(100, 1/4) are 22.
  expect(drawn.size).toBe(20);
  for (const times of drawn.values()) expect(Math.abs(times - 25)).toBeLessThan(22);
});

test('nothing to draw from is no error', async () => {
  expect(await engine.sample({ ...(await trips()), where: 'prediction > 99' })).toEqual({ population: 0, rows: [] });
});

test('a wrong expression is named, and the bounds are kept', async () => {
  const request = await trips();
  await expect(engine.sample({ ...request, where: 'trips.wait' })).rejects.toMatchObject({
    code: 'invalid',
    field: 'sampling.where',
  });
  await expect(engine.sample({ ...request, show: [{ name: 'Crew', expression: 'crew' }] })).rejects.toMatchObject({
    code: 'invalid',
    field: 'sampling.show.Crew',
  });
  await expect(engine.sample({ ...request, count: 201 })).rejects.toMatchObject({ code: 'too-large' });
  // A mean over the rows would let more out than one row: an aggregate is no value of a row.
  await expect(engine.sample({ ...request, where: 'avg(trips.wait) > 1' })).rejects.toMatchObject({ code: 'invalid' });
});

test('of real flights, those called late are drawn', async () => {
  const { population, rows } = await engine.sample({
    source: flights,
    window: { grain: 'month', start: '2001-03-01', end: '2001-04-01' },
    prediction: 'coalesce(v1.mean, 6.339)',
    where: 'prediction >= 15',
    show: [{ name: 'Forecast', expression: 'prediction' }],
    count: 10,
    seed: 'March',
  });
  expect(rows).toHaveLength(10);
  expect(rows.every((row) => Number(row['Forecast']) >= 15)).toBe(true);
  expect(population).toBeGreaterThan(1000);
});
