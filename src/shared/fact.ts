import type { Day, Grain, Period } from './period.ts';

/** A fact of hours keeps the day they are of as its period; the hours stand in its source. */
export type FactGrain = Grain | 'hour';

/** What is measured. Suffixes: `-limit-low`, `-limit-high`, `-usual` are the XmR chart's, `-change` is against the period before. */
export const measures = [
  'rows',
  'labelled',
  'unlabelled',
  'missing-share',
  'mae',
  'rmse',
  'bias',
  'baseline-mae',
  'fallback-count',
  'fallback-share',
  'psi',
  'psi-noise',
  'wasserstein',
  'jensen-shannon',
  'new-categories',
  'vanished-categories',
  'prediction-mean',
  'outcome-mean',
  'kpi',
  'kpi-target',
  'kpi-baseline',
  'limit-low',
  'limit-high',
  'usual',
  'change',
  'history-points',
  'weeks-running',
  'short-days',
  'days',
  'psi-highest',
  'history-needed',
  'baseline',
  'models',
  'models-checked',
  'models-more',
  'matters-open',
  'matters-closed',
  'matters-older',
  'large-miss-share',
  'costly-called-share',
  'costly-right-share',
  'compared-rows',
  'large-miss-limit',
  'gain',
  'tolerance',
  'tests-total',
  'tests-failed',
  'decisions-per-hour',
  'columns-empty',
  'lead-time',
  'step-time',
  'manual-steps',
  'complaints',
  'complaints-passed-on',
  'cases',
  'cases-open',
  'cases-closed',
  'cases-confirmed-share',
  'cases-reopened',
  'cases-silent',
  'case-first-answer',
  'case-repair',
  'sample-population',
  'sample-drawn',
  'sample-answers',
  'sample-people',
  'sample-share',
  'sample-share-low',
  'sample-share-high',
  'votes',
] as const;
export type Measure = (typeof measures)[number];

export type Unit = 'count' | 'share' | 'minutes' | 'index' | 'days' | 'weeks' | 'hours' | 'points' | (string & {});

/** What a value was compared with: another window of the same measure, the reference, a target, or the usual range. */
export interface FactComparison {
  with: 'previous' | 'reference' | 'target' | 'usual' | 'baseline' | 'serving' | 'expected';
  value: number;
  label: string;
  factIds: string[];
}

/** Where a value comes from, in terms that an operator can look up and run again. */
export interface FactSource {
  source: string;
  /** Days, or `2001-06-11 06:00` where it is hours. */
  windowStart: string;
  windowEnd: string;
  rows: number;
  columns: string[];
  method: string;
}

/** A stated quantity, as features pass it about. */
export interface Fact {
  id: string;
  runId: string;
  modelId: string;
  version: number | null;
  about: string;
  measure: Measure;
  value: number;
  unit: Unit;
  grain: FactGrain;
  periodStart: Day;
  periodEnd: Day;
  comparison: FactComparison | null;
  source: FactSource;
  computedAt: Date;
}

/** What a fact is of, as a period; of hours with its hours. */
export function periodOf({
  grain,
  periodStart,
  periodEnd,
  source,
}: Pick<Fact, 'grain' | 'periodStart' | 'periodEnd' | 'source'>): Period {
  if (grain !== 'hour') return { grain, start: periodStart, end: periodEnd };
  const hour = (bound: string) => Number(bound.slice(11, 13));
  return {
    grain: 'day',
    start: periodStart,
    end: periodEnd,
    hours: { from: hour(source.windowStart), until: hour(source.windowEnd) || 24 },
  };
}
