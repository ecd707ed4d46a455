import type { Reference } from '../engines/profile.ts';
import { periodOf, type FactComparison } from '../shared/fact.ts';
import { daysBetween, sayPeriod, type Period } from '../shared/period.ts';
import { minXmrPoints, xmrLimits } from '../shared/xmr.ts';
import type { DayCounts } from './counts.ts';
import { stateUsualDay } from './state-usual-day.ts';
import { stateColumnFacts } from './state-column-facts.ts';
import type { FactBook } from './fact-book.ts';
import { fallbackCounter } from './engine-request.ts';
import type { History } from './history.ts';
import { errorKind, errorUnit, wrongMethod } from './error-kind.ts';
import { regressionError } from './performance.ts';
import type { MonitorSpec } from './schemas.ts';
import { stateMisses } from './state-misses.ts';

export interface KpiTarget {
  id: string;
  title: string;
  target: number | null;
}

export interface WindowCounts {
  spec: MonitorSpec;
  kpis: readonly KpiTarget[];
  period: Period;
  counts: DayCounts;
  /** The window's days, for those that are short of rows. */
  days: readonly DayCounts[];
  /** Absent for the reference window itself. */
  reference?: { counts: DayCounts; profile: Reference; label: string };
  /** The same model's earlier windows: weeks before a week, of a day the same weekday of the weeks before. */
  history: History;
}

/** States every quantity of a window into the book: rows, error, KPIs, columns, and how each compares. */
export function stateFacts(book: FactBook, window: WindowCounts): void {
  stateRows(book, window);
  stateErrors(book, window);
  stateKpis(book, window);
  if (window.reference) stateColumnFacts(book, { ...window, reference: window.reference });
}

function stateRows(book: FactBook, window: WindowCounts): void {
  const { counts, spec } = window;
  const { errors, rows, counters } = counts.performance;
  const time = [spec.source.time];
  const both = ['prediction', spec.outcome.name];
  book.state({ measure: 'rows', value: rows, unit: 'count', columns: time, method: 'count(*)' });
  if (window.period.grain === 'day') {
    const hours = window.period.hours ? window.period.hours.until - window.period.hours.from : 24;
    const method = `rows ÷ ${hours} hours`;
    book.state({ measure: 'decisions-per-hour', value: rows / hours, unit: 'per hour', columns: time, method });
  }
  stateShortDays(book, window);
  stateUsualDay(book, window);
  if (window.period.grain === 'week') {
    book.state({
      measure: 'history-needed',
      value: minXmrPoints,
      unit: 'weeks',
      columns: [],
      method: 'fewest weeks for an XmR chart',
    });
  }
  stateAgainstHistory(book, window, 'rows', '', 'count');
  // Where no row ever has an outcome, there is none to wait for.
  if (errorKind(spec) !== 'unknown') {
    book.state({
      measure: 'labelled',
      value: errors.labelled,
      unit: 'count',
      columns: both,
      method: 'rows with prediction and outcome',
    });
    book.state({
      measure: 'unlabelled',
      value: errors.unlabelled,
      unit: 'count',
      columns: both,
      method: 'rows with prediction, without outcome',
    });
  }
  const fallback = counters[fallbackCounter];
  if (fallback === undefined || rows === 0) return;
  book.state({
    measure: 'fallback-count',
    value: fallback,
    unit: 'count',
    columns: ['prediction'],
    method: 'rows the model had no answer of its own for',
  });
  book.state({
    measure: 'fallback-share',
    value: fallback / rows,
    unit: 'share',
    columns: ['prediction'],
    method: 'fallback-count ÷ rows',
  });
}

/** Days with clearly fewer rows than an average day of the reference: a feed that stopped, not a quiet day. */
function stateShortDays(book: FactBook, { days, reference, spec }: WindowCounts): void {
  if (!reference) return;
  const referenceDays = daysBetween(reference.profile.profile.start, reference.profile.profile.end);
  const usual = reference.profile.profile.rows / referenceDays;
  const short = days.filter((day) => day.profile.rows < spec.thresholds.volumeShare * usual);
  const method = `days with less than ${spec.thresholds.volumeShare} × the rows of an average day in ${reference.label}`;
  book.state({ measure: 'short-days', value: short.length, unit: 'days', columns: [spec.source.time], method });
}

function stateErrors(book: FactBook, window: WindowCounts): void {
  const { spec, counts } = window;
  const { errors } = counts.performance;
  const figures = regressionError(errors);
  if (!figures) return;
  const unit = errorUnit(spec);
  const columns = ['prediction', spec.outcome.name];
  const isShare = errorKind(spec) === 'wrong';
  if (!isShare)
    book.state({
      measure: 'baseline',
      value: spec.baseline,
      unit,
      columns: [spec.outcome.name],
      method: 'the constant guess of the monitor',
    });
  const before = window.reference && regressionError(window.reference.counts.performance.errors);
  const against = (value: number | undefined): FactComparison | null =>
    value === undefined ? null : { with: 'reference', value, label: window.reference!.label, factIds: [] };
  book.state({
    measure: 'mae',
    value: figures.mae,
    unit,
    columns,
    method: isShare ? wrongMethod : 'mean |outcome − prediction|',
    comparison: against(before?.mae),
  });
  if (!isShare) {
    book.state({
      measure: 'rmse',
      value: figures.rmse,
      unit,
      columns,
      method: '√ mean (outcome − prediction)²',
      comparison: against(before?.rmse),
    });
    book.state({
      measure: 'bias',
      value: figures.bias,
      unit,
      columns,
      method: 'mean (outcome − prediction)',
      comparison: against(before?.bias),
    });
  }
  book.state({
    measure: 'baseline-mae',
    value: figures.constantMae,
    unit,
    columns: [spec.outcome.name],
    method: spec.classes
      ? `share of rows that are not ${spec.classes.usual}: always saying ${spec.classes.usual}`
      : `mean |outcome − (${spec.baseline})|: always guessing ${spec.baseline}`,
  });
  if (before)
    book.state({
      measure: 'mae',
      about: 'reference',
      value: before.mae,
      unit,
      columns,
      method: `${isShare ? 'share of wrong predictions' : 'MAE'} in ${window.reference!.label}`,
    });
  const { misses } = counts.performance;
  if (misses && !isShare) stateMisses(book, spec, { ...misses, labelled: figures.n });
  for (const measure of isShare ? (['mae'] as const) : (['mae', 'rmse', 'bias'] as const))
    stateAgainstHistory(book, window, measure, '', unit);
}

function stateKpis(book: FactBook, window: WindowCounts): void {
  for (const kpi of window.kpis) {
    const counted = window.counts.performance.measures[kpi.id];
    if (!counted || counted.count === 0) continue;
    const value = counted.sum / counted.count;
    const comparison: FactComparison | null =
      kpi.target === null ? null : { with: 'target', value: kpi.target, label: 'target', factIds: [] };
    book.state({
      measure: 'kpi',
      about: kpi.id,
      value,
      unit: 'share',
      columns: [kpi.id],
      method: `share of rows: ${kpi.title}`,
      comparison,
    });
    if (kpi.target !== null) {
      book.state({
        measure: 'kpi-target',
        about: kpi.id,
        value: kpi.target,
        unit: 'share',
        columns: [],
        method: 'target of the record',
      });
      book.state({
        measure: 'change',
        about: `kpi-target:${kpi.id}`,
        value: value - kpi.target,
        unit: 'share',
        columns: [kpi.id],
        method: 'value − target',
      });
    }
    const before = window.reference?.counts.performance.measures[kpi.id];
    if (before && before.count > 0) {
      book.state({
        measure: 'kpi',
        about: `${kpi.id}:reference`,
        value: before.sum / before.count,
        unit: 'share',
        columns: [kpi.id],
        method: `share in ${window.reference!.label}`,
      });
    }
    stateAgainstHistory(book, window, 'kpi', kpi.id, 'share');
  }
}

/** Change against the window before, and the usual range from the windows before this one. */
function stateAgainstHistory(
  book: FactBook,
  window: WindowCounts,
  measure: 'rows' | 'mae' | 'rmse' | 'bias' | 'kpi',
  about: string,
  unit: string,
): void {
  const now = book.find(measure, about)!;
  const past = window.history.series(measure, about);
  const name = about ? `${measure}:${about}` : measure;
  const columns = now.source.columns;
  const previous = past.at(-1);
  if (previous?.periodEnd === window.period.start) {
    const label = sayPeriod(periodOf(previous));
    now.comparison ??= { with: 'previous', value: previous.value, label, factIds: [previous.id] };
    book.state({
      measure: 'change',
      about: name,
      value: now.value - previous.value,
      unit,
      columns,
      method: `${name} − ${name} of ${label}`,
      comparison: { with: 'previous', value: previous.value, label, factIds: [now.id, previous.id] },
    });
  }
  if (window.period.grain !== 'week') return;
  book.state({
    measure: 'history-points',
    about: name,
    value: past.length,
    unit: 'weeks',
    columns,
    method: 'earlier weeks with this figure',
  });
  const limits = xmrLimits(past.map((fact) => fact.value));
  if (!limits) return;
  const method = `XmR chart of ${limits.points} weeks before: mean ± 2.66 × mean moving range`;
  const [low, high] = unit === 'share' ? [Math.max(0, limits.lower), Math.min(1, limits.upper)] : [limits.lower, limits.upper];
  book.state({ measure: 'usual', about: name, value: limits.mean, unit, columns, method });
  book.state({ measure: 'limit-low', about: name, value: low, unit, columns, method });
  book.state({ measure: 'limit-high', about: name, value: high, unit, columns, method });
}
