import type { Day, Period } from '../shared/period.ts';
import type { Profile } from './profile.ts';

export type FileFormat = 'parquet' | 'csv';

/** A table to look values up in, such as a fitted model: joined by `SourceSpec.joins`, at most one row for each data row. */
export interface LookupSpec {
  name: string;
  /** Absolute path of one file. */
  file: string;
  format: FileFormat;
}

/** Where rows are. Every `…` SQL text is one expression in the engine's dialect, written by whoever configures Leeway. */
export interface SourceSpec {
  name: string;
  /** Absolute path or glob. */
  files: string;
  format: FileFormat;
  /** Expression giving DATE or TIMESTAMP (in the data's own calendar): decides the day of a row. Rows without one are in no window. */
  time: string;
  lookups?: readonly LookupSpec[];
  /** `left join v1 on v1.origin = flights.origin and …`; the source itself is known by its name. */
  joins?: string;
}

export const columnTypes = ['numeric', 'categorical', 'boolean', 'date'] as const;
export type ColumnType = (typeof columnTypes)[number];

export interface ColumnSpec {
  name: string;
  expression: string;
  type: ColumnType;
}

/** Upper ends of a column's cells, ascending: cell i holds edge[i−1] < x ≤ edge[i]; one more cell lies above the last. */
export type Edges = readonly number[];

export interface ProfileRequest {
  source: SourceSpec;
  window: Period;
  columns: readonly ColumnSpec[];
  /** By column name, from the stored reference; `make` cuts new ones from this window's own quantiles. Dates are epoch days. */
  edges: Readonly<Record<string, Edges>> | 'make';
}

export interface DayProfiles {
  /** One a day of the window, in order; a day without rows has `rows` 0. */
  days: Profile[];
  /** Of every numeric and date column. */
  edges: Record<string, Edges>;
}

export interface MeasureSpec {
  name: string;
  /** `share`: a boolean expression, the share of rows where it is true. `mean`: a numeric one. Rows where it is null do not count. */
  kind: 'share' | 'mean';
  expression: string;
}

export interface PerformanceRequest {
  source: SourceSpec;
  window: Period;
  /** Numeric expressions, in the same unit. */
  prediction: string;
  outcome: string;
  /** The constant guess that the model has to beat, in the outcome's unit. */
  constant: number;
  measures: readonly MeasureSpec[];
  /** Boolean expressions whose true rows are counted, such as "got the fallback". */
  counters: readonly { name: string; expression: string }[];
  /** Misses that weigh more than their size. */
  misses?: MissesSpec;
}

export interface MissesSpec {
  /** |error| above this is a large miss, in the outcome's unit. */
  large: number;
  /** Boolean expressions: the row was one that matters, and it was called one (the answer is seen as `prediction`). */
  costly?: { actual: string; called: string };
}

/** Over rows that have both prediction and outcome. */
export interface MissCounts {
  large: number;
  /** Rows that were costly, and those of them that were called so. */
  costly: number;
  costlyCalled: number;
}

/** Error is outcome − prediction, over rows that have both. Sums add up over days. */
export interface ErrorSums {
  labelled: number;
  /** Predicted, and the outcome is not known (yet). */
  unlabelled: number;
  /** Rows without a prediction. */
  unpredicted: number;
  sumError: number;
  sumAbsError: number;
  sumSquaredError: number;
  /** Σ |outcome − constant| over the same rows. */
  sumAbsConstantError: number;
}

export interface PerformanceSums {
  start: Day;
  /** Exclusive. */
  end: Day;
  rows: number;
  errors: ErrorSums;
  /** By measure: the sum (or the number of true rows) and the number of rows where the expression is not null. */
  measures: Record<string, { sum: number; count: number }>;
  counters: Record<string, number>;
  /** Where it was asked for. */
  misses?: MissCounts;
}

/** A version as a comparison asks it. */
export interface ComparisonVersion {
  /** Names it in the result. */
  key: string;
  prediction: string;
  /** True for a row that it had no answer of its own for. */
  fallback?: string;
  /** Its table, seen as `lookup`; `on` has expressions by the table's column, at most one row of it for each data row. */
  lookup?: Omit<LookupSpec, 'name'> & { on: Readonly<Record<string, string>> };
}

export interface ComparisonRequest {
  /** Without lookups and joins: each version brings its own. */
  source: Omit<SourceSpec, 'lookups' | 'joins'>;
  window: Period;
  outcome: string;
  /** The constant guess, in the outcome's unit. */
  constant: number;
  /** |error| above this is a large miss. */
  largeMiss: number;
  /** Boolean expressions: the row was one that matters, and a version called it one (its answer is seen as `prediction`). */
  costly?: { actual: string; called: string };
  /** Columns whose missing values are counted. */
  inputs: readonly Pick<ColumnSpec, 'name' | 'expression'>[];
  versions: readonly ComparisonVersion[];
}

/** Error is outcome − prediction, over the rows that every version was compared on. */
export interface ComparedVersion {
  /** Rows without a prediction, and rows with a fallback, among all. */
  unpredicted: number;
  fallback: number;
  sumError: number;
  sumAbsError: number;
  sumSquaredError: number;
  largeMisses: number;
  /** Compared rows that it called costly, and those of them that were. */
  called: number;
  calledRight: number;
}

export interface Comparison {
  rows: number;
  /** Rows whose outcome is not known (yet). */
  unlabelled: number;
  /** Rows where the outcome and every version's prediction are known. */
  compared: number;
  /** Compared rows that were costly. */
  costlyActual: number;
  /** Σ |outcome − constant| over the compared rows. */
  sumAbsConstantError: number;
  /** By input: rows without a value. */
  missing: Record<string, number>;
  versions: Record<string, ComparedVersion>;
}

export interface SourceColumn {
  name: string;
  /** The engine's own name of the type, e.g. `BIGINT`. */
  nativeType: string;
  /** What the column can be profiled as; undefined for lists, blobs and the like. */
  type: ColumnType | undefined;
}

/**
 * Counts rows where the data is; only counts leave, but for `sample`. Every method throws LeewayError: `not-found` (no such file, or no row in
 * the window), `invalid` (a file, column or expression is not what was said; names it), `too-large` (a bound was hit),
 * `unavailable` (time-out, cancelled, or a file changed while it was read: try again).
 */
export interface Engine {
  describe(source: SourceSpec, signal?: AbortSignal): Promise<SourceColumn[]>;
  profile(request: ProfileRequest, signal?: AbortSignal): Promise<DayProfiles>;
  /** One a day of the window, in order. */
  performance(request: PerformanceRequest, signal?: AbortSignal): Promise<PerformanceSums[]>;
  /** Means by group, rounded to 4 decimals and sorted by key (numbers by size): for models that are lookup tables. */
  groupMeans(request: GroupMeansRequest, signal?: AbortSignal): Promise<GroupMeans>;
  /** Several versions on the same rows, in one scan. */
  compare(request: ComparisonRequest, signal?: AbortSignal): Promise<Comparison>;
  /** The one exception: a few rows, drawn by a stated rule, with only those values that the configuration lets people see. */
  sample(request: SampleRequest, signal?: AbortSignal): Promise<Sample>;
  /** Runs reads that belong together; `unavailable` when a file was replaced between or under them. */
  sameFiles<T>(source: SourceSpec, read: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface SampleRequest {
  source: SourceSpec;
  window: Period;
  /** A numeric expression; `where` and `show` see its value as `prediction`. */
  prediction: string;
  /** True for the rows that may be drawn. */
  where: string;
  /** What of a row may leave, as text; cut to 200 characters. */
  show: readonly { name: string; expression: string }[];
  /** 1 to 200. */
  count: number;
  /** The same seed and rows give the same sample. */
  seed: string;
}

export interface Sample {
  /** Rows that might have been drawn. */
  population: number;
  /** In the order drawn; fewer than `count` where there are no more. */
  rows: Record<string, string>[];
}

export interface GroupMeansRequest {
  source: SourceSpec;
  window: Period;
  keys: readonly { name: string; expression: string }[];
  value: string;
  /** What a group is summed up by, `mean` by default; the result calls either one `mean`. */
  statistic?: 'mean' | 'median';
}

export interface GroupMeans {
  overallMean: number;
  rows: number;
  groups: { key: string[]; mean: number; rows: number }[];
}
