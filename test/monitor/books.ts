import { createFactBook, type FactBook } from '../../src/monitor/fact-book.ts';
import type { FindingDraft, Judged } from '../../src/monitor/findings.ts';
import { createHistory } from '../../src/monitor/history.ts';
import { judgeWeek } from '../../src/monitor/judge-week.ts';
import { monitorSpec, type MonitorSpec } from '../../src/monitor/schemas.ts';
import type { Fact, Measure } from '../../src/shared/fact.ts';
import { addDays } from '../../src/shared/period.ts';
import { xmrLimits } from '../../src/shared/xmr.ts';

export const spec: MonitorSpec = monitorSpec.parse({
  source: { name: 'trips', files: '/data/trips.parquet', format: 'parquet', time: 'moment' },
  reference: { start: '2001-01-01', end: '2001-02-01' },
  from: '2001-02-05',
  zone: 'UTC',
  inputs: [{ name: 'place', phrase: 'places', type: 'categorical', expression: 'place' }],
  predictions: { 1: { expression: 'guess' } },
  predictionPhrase: 'forecasts',
  outcome: { name: 'wait', phrase: 'waiting time', expression: 'wait', unit: 'minutes' },
  baseline: 0,
});

const first = '2001-02-05';
const bookOf = (week: number): FactBook =>
  createFactBook({
    runId: '00000000-0000-7000-8000-000000000000',
    modelId: 'trips',
    version: 1,
    grain: 'week',
    start: addDays(first, 7 * week),
    end: addDays(first, 7 * week + 7),
    source: 'trips',
    rows: 1_000,
    computedAt: new Date(0),
  });

type Series = Partial<Record<Measure, Record<string, readonly number[]> | readonly number[]>>;
const seriesOf = (series: Series) =>
  Object.entries(series).flatMap(([measure, by]) =>
    Object.entries(Array.isArray(by) ? { '': by } : (by as Record<string, number[]>)).map(
      ([about, values]) => ({ measure: measure as Measure, about, values }) as const,
    ),
  );

/** Judges the last week of some series (all of the same length): what each week's run would have found, week after week. */
export function judgeSeries(series: Series, options: Partial<Pick<Judged, 'kpis' | 'spec'>> = {}): FindingDraft[] {
  const length = seriesOf(series)[0]!.values.length;
  let before: FindingDraft[] = [];
  const past: Fact[] = [];
  for (let week = 0; week < length; week++) {
    const book = bookOf(week);
    const history = createHistory([...past]);
    for (const { measure, about, values } of seriesOf(series)) {
      past.push(book.state({ measure, about, value: values[week]!, unit: 'minutes', columns: [], method: '' }));
      const limits = xmrLimits(history.series(measure, about).map((fact) => fact.value));
      const name = about ? `${measure}:${about}` : measure;
      if (limits) book.state({ measure: 'usual', about: name, value: limits.mean, unit: 'minutes', columns: [], method: '' });
    }
    before = judgeWeek({ spec: options.spec ?? spec, kpis: options.kpis ?? [], book, history, before });
  }
  return before;
}
