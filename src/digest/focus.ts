import type { Ctx } from '../db/ctx.ts';
import { readRunFacts, readSeries } from '../facts/read-facts.ts';
import { errorKind } from '../monitor/error-kind.ts';
import { maxHistoryWeeks } from '../monitor/history.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { readModels } from '../registry/read-model.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { addDays, sayPeriod, type Period } from '../shared/period.ts';
import type { FocusMaterial } from './material.ts';

const runMeasures: Measure[] = [
  'rows',
  'labelled',
  'unlabelled',
  'fallback-count',
  'fallback-share',
  'psi-highest',
  'mae',
  'rmse',
  'bias',
  'baseline',
  'baseline-mae',
  'kpi',
  'kpi-target',
  'change',
  'usual',
  'limit-low',
  'limit-high',
  'history-points',
  'history-needed',
];
const seriesMeasures: Measure[] = ['rows', 'mae', 'rmse', 'bias', 'kpi', 'fallback-count'];

/** What a digest or an answer needs of one model's window to speak of it in full. Four statements. */
export async function readFocus(
  ctx: Ctx,
  run: { id: string; modelId: string; version: number },
  period: Period,
): Promise<FocusMaterial | null> {
  const [models, [monitor], past] = await Promise.all([
    readModels(ctx, [run.modelId]),
    readMonitors(ctx, [run.modelId]),
    readSeries(ctx, {
      modelIds: [run.modelId],
      grain: 'week',
      measures: seriesMeasures,
      from: addDays(period.start, -7 * maxHistoryWeeks),
      before: period.end,
    }),
  ]);
  const model = models.get(run.modelId);
  if (!model || !monitor) return null;
  const { spec } = monitor;
  const outcome = spec.outcome.name;
  const facts = await readRunFacts(ctx, run.id, runMeasures, { measure: 'psi', about: ['prediction', outcome] });
  const watched = past.filter((one) => one.periodStart >= spec.from);
  const byKey = new Map(facts.map((one) => [`${one.measure} ${one.about}`, one]));
  const series = Map.groupBy(watched, (one) => `${one.measure} ${one.about}`);
  const prediction = spec.predictions[String(run.version)];
  const { start, end } = spec.reference;
  return {
    modelId: run.modelId,
    title: model.title,
    version: run.version,
    unitPlural: model.unitPlural,
    predictionPhrase: spec.predictionPhrase,
    notMeasured: spec.notMeasured,
    fallbackPhrase: prediction?.fallbackPhrase ?? null,
    inputPhrases: spec.inputs.slice(0, 4).map((input) => input.phrase),
    inputColumns: spec.inputs.map((input) => input.name),
    outcome,
    error: errorKind(spec),
    referenceLabel: sayReference(start, end, period),
    referenceIsTraining: model.servingDataEnd === end,
    trainingIsKnown: model.servingDataEnd !== null,
    fact: (measure, about = '') => byKey.get(`${measure} ${about}`),
    before: (measure, about = '') => adjacent(series.get(`${measure} ${about}`), period),
    series: (measure, about = '') => (series.get(`${measure} ${about}`) ?? []).filter((one) => one.periodStart <= period.start),
  };
}

const adjacent = (past: readonly Fact[] | undefined, period: Period): Fact | undefined =>
  past?.find((one) => one.periodEnd === period.start);

/** The year is said only where it differs from the period's. */
function sayReference(start: string, end: string, period: Period): string {
  const wholeMonth = start.endsWith('-01') && end.endsWith('-01') && addDays(start, 31) >= end;
  return sayPeriod(
    { grain: wholeMonth ? 'month' : 'week', start, end },
    { year: start.slice(0, 4) !== period.start.slice(0, 4) },
  );
}
