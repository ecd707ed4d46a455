import type { Day, Grain } from './period.ts';

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
  'lead-time',
  'step-time',
  'manual-steps',
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
  windowStart: Day;
  windowEnd: Day;
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
  grain: Grain;
  periodStart: Day;
  periodEnd: Day;
  comparison: FactComparison | null;
  source: FactSource;
  computedAt: Date;
}
