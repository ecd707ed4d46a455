import { DuckDBInstance } from '@duckdb/node-api';
import { fileURLToPath } from 'node:url';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ColumnSpec, SourceSpec } from '../../src/engines/engine.ts';
import { makeReference, mergeProfiles, type Profile } from '../../src/engines/profile.ts';
import { addDays, type Period } from '../../src/shared/period.ts';

const files = fileURLToPath(new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url));
const source: SourceSpec = { name: 'flights', files, format: 'parquet', time: 'date' };
const columns: ColumnSpec[] = [
  { name: 'date', expression: 'date', type: 'date' },
  { name: 'delay', expression: 'delay', type: 'numeric' },
  { name: 'distance', expression: 'distance', type: 'numeric' },
  { name: 'origin', expression: 'origin', type: 'categorical' },
  { name: 'destination', expression: 'destination', type: 'categorical' },
];
const january: Period = { grain: 'month', start: '2001-01-01', end: '2001-02-01' };
const weeks: Period = { grain: 'week', start: '2001-01-08', end: '2001-07-02' };
const rounds = 7;

/**
 * January as the reference and then 25 weeks, by day, all five columns of the 3 million flights; against a plain scan of the
 * same columns and windows. Medians of interleaved rounds; `rssMb` is the highest memory above the start.
 */
export async function run() {
  const rssAtStart = process.memoryUsage.rss();
  const peak = { rss: rssAtStart };
  const sampler = setInterval(() => (peak.rss = Math.max(peak.rss, process.memoryUsage.rss())), 5);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const whole = `select sum(delay), sum(distance), max(origin), max(destination), max(date) from read_parquet('${files.replaceAll("'", "''")}')`;
  const inside = ({ start, end }: Period) => `${whole} where date >= timestamp '${start}' and date < timestamp '${end}'`;
  const [ours, scans, openedScans, wholes]: number[][] = [[], [], [], []];
  for (let round = 0; round <= rounds; round++) {
    const scan = await timed(async () => {
      for (const window of [january, weeks]) await (await connection.run(inside(window))).getRows();
    });
    const opened = await timed(async () => {
      for (const window of [january, weeks]) await inOwnDatabase(inside(window));
    });
    const one = await timed(async () => await (await connection.run(whole)).getRows());
    const profiled = await timed(profileAll);
    // The first round loads the native library and the file into memory, for both.
    if (round === 0) continue;
    scans!.push(scan);
    openedScans!.push(opened);
    wholes!.push(one);
    ours!.push(profiled);
  }
  clearInterval(sampler);
  connection.closeSync();
  instance.closeSync();
  const value = median(ours!);
  return {
    name: 'profile' as const,
    value: Math.round(value),
    unit: 'ms' as const,
    against: `sum/max scan of the same columns and windows, ${Math.round(median(scans!))} ms`,
    ratio: Number((value / median(scans!)).toFixed(2)),
    ratioToScanWithOpening: Number((value / median(openedScans!)).toFixed(2)),
    wholeFileScanMs: Math.round(median(wholes!)),
    ratioToWholeFileScan: Number((value / median(wholes!)).toFixed(2)),
    rssMb: Math.round((peak.rss - rssAtStart) / 1_048_576),
    rounds,
  };
}

async function profileAll(): Promise<Profile[]> {
  const engine = createDuckDbEngine();
  const made = await engine.profile({ source, window: january, columns, edges: 'make' });
  const { edges } = makeReference(made);
  const { days } = await engine.profile({ source, window: weeks, columns, edges });
  await engine.close();
  return Array.from({ length: days.length / 7 }, (_, week) => {
    const merged = mergeProfiles(days.slice(week * 7, week * 7 + 7));
    if (merged.end !== addDays(merged.start, 7) || merged.rows === 0)
      throw new Error(`The week of ${merged.start} is not complete.`);
    return merged;
  });
}

/** A scan that pays for what each request of ours pays: a database of its own. */
async function inOwnDatabase(sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  await (await connection.run(sql)).getRows();
  connection.closeSync();
  instance.closeSync();
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
