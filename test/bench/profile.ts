import { DuckDBInstance } from '@duckdb/node-api';
import { fileURLToPath } from 'node:url';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ColumnSpec, Engine, SourceSpec } from '../../src/engines/engine.ts';
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
const weekCount = 25;
const rounds = 15;
const weekAt = (week: number) => ({ start: addDays(weeks.start, 7 * week), end: addDays(weeks.start, 7 * week + 7) });
const scanned = 'sum(delay), sum(distance), max(origin), max(destination), max(date)';
const whole = `select ${scanned} from read_parquet('${files.replaceAll("'", "''")}')`;
const inside = ({ start, end }: Pick<Period, 'start' | 'end'>) =>
  `${whole} where date >= timestamp '${start}' and date < timestamp '${end}'`;
/** January and each of the 25 weeks. */
const windows = [january, ...Array.from({ length: weekCount }, (_, week) => weekAt(week))];

/**
 * January as the reference and then 25 weeks, by day, all five columns of the 3 million flights; against a plain scan of the
 * same columns in two queries: January, and the 25 weeks at once. Both are warm: the scans keep their connection and ours
 * its engine, as the server does. Beside it ours with an engine opened and closed each time, against the same warm scans;
 * and ours against 26 scans, one a window. Medians over interleaved rounds; `rssMb` is the highest memory above the start.
 */
export async function run() {
  const rssAtStart = process.memoryUsage.rss();
  const peak = { rss: rssAtStart };
  const sampler = setInterval(() => (peak.rss = Math.max(peak.rss, process.memoryUsage.rss())), 5);
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const engine = createDuckDbEngine();
  const scan = async (sql: string) => void (await (await connection.run(sql)).getRows());
  const takes = {
    ours: async () => void (await profileAll(engine)),
    scans: async () => {
      for (const window of [january, weeks]) await scan(inside(window));
    },
    oursOpening: async () => {
      const own = createDuckDbEngine();
      await profileAll(own);
      await own.close();
    },
    scansByWeek: async () => {
      for (const window of windows) await scan(inside(window));
    },
  };
  const names = Object.keys(takes) as (keyof typeof takes)[];
  const ms: Record<keyof typeof takes, number[]> = { ours: [], scans: [], oursOpening: [], scansByWeek: [] };
  // The first round loads the native library and the file into memory, for all.
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const took = await timed(takes[name]);
      if (round >= 0) ms[name].push(took);
    }
  }
  clearInterval(sampler);
  await engine.close();
  connection.closeSync();
  instance.closeSync();
  // By round, since the machine may be busier in one round than in the next.
  const ratio = (one: keyof typeof takes, other: keyof typeof takes) =>
    Number(median(ms[one].map((took, round) => took / ms[other][round]!)).toFixed(2));
  return {
    value: Math.round(median(ms.ours)),
    unit: 'ms' as const,
    against: Math.round(median(ms.scans)),
    ratio: ratio('ours', 'scans'),
    comparedWith: 'a sum/max scan of the same columns and rows in two queries, both warm',
    ratioOpening: ratio('oursOpening', 'scans'),
    ratioToScansByWeek: ratio('ours', 'scansByWeek'),
    slowest: Math.round(Math.max(...ms.ours, ...ms.oursOpening)),
    rssMb: Math.round((peak.rss - rssAtStart) / 1_048_576),
    rounds,
  };
}

async function profileAll(engine: Engine): Promise<Profile[]> {
  const made = await engine.profile({ source, window: january, columns, edges: 'make' });
  const { edges } = makeReference(made);
  const { days } = await engine.profile({ source, window: weeks, columns, edges });
  return Array.from({ length: days.length / 7 }, (_, week) => {
    const merged = mergeProfiles(days.slice(week * 7, week * 7 + 7));
    if (merged.end !== addDays(merged.start, 7) || merged.rows === 0)
      throw new Error(`The week of ${merged.start} is not complete.`);
    return merged;
  });
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
