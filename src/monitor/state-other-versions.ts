import type { Fact, FactComparison, Measure } from '../shared/fact.ts';
import { createFactBook, type BookOptions, type FactBook } from './fact-book.ts';
import { aboutVersion, type OtherVersions } from './other-versions.ts';
import { errorKind, errorUnit, wrongMethod } from './error-kind.ts';
import { regressionError } from './performance.ts';
import type { MonitorSpec } from './schemas.ts';
import { stateMisses } from './state-misses.ts';

/** Measures that are stated of every version that runs, wherever that is. */
export const measuredEverywhere = [
  'mae',
  'rmse',
  'bias',
  'baseline-mae',
  'large-miss-share',
  'costly-called-share',
  'fallback-share',
] as const satisfies readonly Measure[];

/**
 * States the figures of versions that run in other environments, as facts of the same look: of their version, about it,
 * and each beside the same figure of the version in production, which `serving` holds.
 */
export function stateOtherVersions(
  { version: serves, ...options }: Omit<BookOptions, 'rows'>,
  serving: FactBook,
  spec: MonitorSpec,
  { counted }: OtherVersions,
): Fact[] {
  const against = (measure: Measure): FactComparison | null => {
    const fact = serving.find(measure);
    return fact ? { with: 'serving', value: fact.value, label: `version ${serves}`, factIds: [fact.id] } : null;
  };
  return counted.flatMap(({ version, counts }) => {
    const book = createFactBook({ ...options, version, rows: counts.rows });
    stateVersion(book, spec, { version, counts }, against);
    return book.facts;
  });
}

function stateVersion(
  book: FactBook,
  spec: MonitorSpec,
  { version, counts }: OtherVersions['counted'][number],
  against: (measure: Measure) => FactComparison | null,
): void {
  const about = aboutVersion(version);
  const own = counts.versions[String(version)]!;
  const { name } = spec.outcome;
  const unit = errorUnit(spec);
  const columns = ['prediction', name];
  book.state({
    measure: 'compared-rows',
    about,
    value: counts.compared,
    unit: 'count',
    columns,
    method: 'rows with outcome and prediction of every version that was counted with it',
  });
  const figures = regressionError({ ...own, labelled: counts.compared, sumAbsConstantError: counts.sumAbsConstantError });
  if (figures) {
    const error = { about, unit, columns };
    const { mae, rmse, bias, constantMae } = figures;
    const isShare = errorKind(spec) === 'wrong';
    const how = isShare ? wrongMethod : 'mean |outcome − prediction|';
    book.state({ ...error, measure: 'mae', value: mae, method: how, comparison: against('mae') });
    if (!isShare) {
      const method = '√ mean (outcome − prediction)²';
      book.state({ ...error, measure: 'rmse', value: rmse, method, comparison: against('rmse') });
      book.state({ ...error, measure: 'bias', value: bias, method: 'mean (outcome − prediction)', comparison: against('bias') });
    }
    const method = spec.classes
      ? `share of rows that are not ${spec.classes.usual}: always saying ${spec.classes.usual}`
      : `mean |outcome − (${spec.baseline})|: always guessing ${spec.baseline}`;
    book.state({ ...error, measure: 'baseline-mae', value: constantMae, columns: [name], method });
  }
  const misses = {
    labelled: counts.compared,
    large: own.largeMisses,
    costly: counts.costlyActual,
    costlyCalled: own.calledRight,
  };
  if (errorKind(spec) !== 'wrong') stateMisses(book, spec, misses, { about, against });
  if (spec.predictions[String(version)]?.fallback === undefined) return;
  book.state({
    measure: 'fallback-share',
    about,
    value: own.fallback / counts.rows,
    unit: 'share',
    columns: ['prediction'],
    method: 'rows the version had no answer of its own for ÷ rows',
    comparison: against('fallback-share'),
  });
}
