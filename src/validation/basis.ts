import type { Ctx } from '../db/ctx.ts';
import type { Comparison, ComparisonRequest, ComparisonVersion, Engine } from '../engines/engine.ts';
import { comparedAs } from '../monitor/error-kind.ts';
import type { MonitorSpec, PredictionSpec } from '../monitor/schemas.ts';
import { isLeewayError } from '../shared/errors.ts';
import { addDays, dayIn, mondayOf, sayDayYear } from '../shared/period.ts';
import type { Span } from './schemas.ts';
import { fitOf, type Subject } from './subject.ts';
import { testWindow } from './test-window.ts';

/** What the checks of a version rest on: rows that were counted, and whether versions may be judged by them. */
export interface Basis {
  /** Undefined where the data could not be read; `unread` says why. */
  counts: Comparison | undefined;
  unread: string | undefined;
  window: Span;
  fits: Record<string, Span>;
  /** Why no version is judged by these rows, such as that one learned from them. */
  notRun: string | undefined;
  /** The version that serves, where it is another; else why there is none to compare with. */
  against: number | undefined;
  alone: string | undefined;
}

/** Chooses the days and counts them, in one request. Throws `unavailable` where it is worth trying again. */
export async function readBasis(ctx: Ctx, engine: Engine, subject: Subject): Promise<Basis> {
  const { spec, prediction } = subject;
  const lastWeekEnd = mondayOf(dayIn(spec?.zone ?? 'utc', ctx.now));
  const lastWeek = { start: addDays(lastWeekEnd, -7), end: lastWeekEnd };
  const { against, alone } = whatServes(subject);
  const none = { counts: undefined, window: lastWeek, fits: {}, against, alone };
  if (!spec || !prediction) {
    const unread = spec
      ? `Nothing says how the answers of version ${subject.version} are computed.`
      : 'The model has no monitor: nothing says where its data are.';
    return { ...none, unread, notRun: unread };
  }
  const versions = [subject.record, ...(against === undefined ? [] : [subject.serving!])];
  const found = testWindow(
    versions.map((one) => ({ version: one.number, fit: fitOf(one) })),
    lastWeekEnd,
  );
  const found_ = found.state === 'found';
  const window = found_ ? found.window : lastWeek;
  const compared = found_ ? versions.map((one) => one.number) : [subject.version];
  const basis = { ...none, window, fits: found_ ? found.fits : {}, notRun: found_ ? undefined : sayNoWindow(found, subject) };
  try {
    return { ...basis, counts: await engine.compare(comparisonOf(spec, compared, window)), unread: undefined };
  } catch (error) {
    if (!isLeewayError(error) || error.code === 'unavailable') throw error;
    return { ...basis, unread: error.message, notRun: basis.notRun ?? 'The data could not be read.' };
  }
}

function whatServes({ version, serving, spec }: Subject): Pick<Basis, 'against' | 'alone'> {
  if (!serving) return { against: undefined, alone: 'No version serves yet, so there is none to compare it with.' };
  if (serving.number === version) return { against: undefined, alone: 'It is the version that serves.' };
  if (!spec?.predictions[String(serving.number)])
    return {
      against: undefined,
      alone: `Nothing says how the answers of version ${serving.number}, which serves, are computed.`,
    };
  return { against: serving.number, alone: undefined };
}

function sayNoWindow(found: Exclude<ReturnType<typeof testWindow>, { state: 'found' }>, { model }: Subject): string {
  if (found.state === 'unknown-fit')
    return `It is not stated which days version ${found.version} learned from, so no day is sure to be new to it.`;
  const last = sayDayYear(addDays(found.fit.end, -1));
  return `Version ${found.version} learned from ${model.unitPlural} up to ${last}: no finished week after that is left to test it on.`;
}

function comparisonOf(spec: MonitorSpec, versions: readonly number[], window: Span): ComparisonRequest {
  const { outcome, constant, predictionOf } = comparedAs(spec);
  return {
    source: { name: 'source', files: spec.source.files, format: spec.source.format, time: spec.source.time },
    window: { grain: 'day', ...window },
    outcome,
    constant,
    largeMiss: spec.largeMiss,
    ...(spec.costly ? { costly: { actual: spec.costly.actual, called: spec.costly.called } } : {}),
    inputs: spec.inputs.map(({ name, expression }) => ({ name, expression })),
    versions: versions.map((version) => versionOf(version, spec.predictions[String(version)]!, predictionOf)),
  };
}

const versionOf = (
  version: number,
  { lookup, expression, fallback }: PredictionSpec,
  predictionOf: (expression: string) => string,
): ComparisonVersion => ({
  key: String(version),
  prediction: predictionOf(expression),
  ...(fallback === undefined ? {} : { fallback }),
  ...(lookup ? { lookup: { file: lookup.files, format: lookup.format, on: lookup.on } } : {}),
});
