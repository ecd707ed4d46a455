/**
 * Fits versions 1 and 2 of `flight-delay`: the mean arrival delay of a flight's origin and hour.
 * `node examples/flights/fit.ts` writes models/v1.csv, v1.json, v2.csv and v2.json beside this file, always the same bytes.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { sha256 } from '../../src/shared/ids.ts';
import type { Period } from '../../src/shared/period.ts';

const versions: { name: string; window: Period }[] = [
  { name: 'v1', window: { grain: 'month', start: '2001-01-01', end: '2001-02-01' } },
  { name: 'v2', window: { grain: 'month', start: '2001-01-01', end: '2001-04-01' } },
];

const source = {
  name: 'flights',
  files: fileURLToPath(new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url)),
  format: 'parquet',
  time: 'date',
} as const;
const keys = [
  { name: 'origin', expression: 'origin' },
  { name: 'hour', expression: 'hour(date)' },
];

const dataSha256 = sha256(await readFile(source.files));
const engine = createDuckDbEngine();
for (const { name, window } of versions) {
  const fitted = await engine.groupMeans({ source, window, keys, value: 'delay' });
  const lines = fitted.groups.map(({ key, mean, rows }) => [...key, mean.toFixed(4), rows].join(','));
  const csv = `${['origin,hour,mean,n', ...lines].join('\n')}\n`;
  const about = {
    overallMean: fitted.overallMean,
    fitWindow: { start: window.start, end: window.end },
    rows: fitted.rows,
    groups: fitted.groups.length,
    csvSha256: sha256(csv),
    dataFile: 'flights-3m.parquet',
    dataSha256,
  };
  await writeFile(new URL(`models/${name}.csv`, import.meta.url), csv);
  await writeFile(new URL(`models/${name}.json`, import.meta.url), `${JSON.stringify(about, null, 2)}\n`);
}
await engine.close();
