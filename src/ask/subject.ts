import type { Ctx } from '../db/ctx.ts';
import { noHappenings } from '../digest/happenings.ts';
import type { FocusMaterial, FindingMaterial, Material, MatterMaterial } from '../digest/material.ts';
import { errorKind } from '../monitor/error-kind.ts';
import type { FindingKind } from '../monitor/findings.ts';
import { monitorSpec, type MonitorSpec } from '../monitor/schemas.ts';
import { unknownModel } from '../registry/read-model.ts';
import { servingVersion } from '../registry/rules.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact, Measure } from '../shared/fact.ts';
import { addDays, sayPeriod, type Day, type Period } from '../shared/period.ts';
import { windowOf, type AskedWindow } from './asked-window.ts';
import type { AskedPeriod } from './query.ts';
import { factOf, maxFindings, maxSeries, selectSubject, type FindingJson, type SubjectRow } from './subject-store.ts';

/** One model and the look at it that is spoken of, with everything an answer may say of it. */
export interface Subject {
  row: SubjectRow;
  window: AskedWindow;
  spec: MonitorSpec | null;
  servingVersion: number | null;
  /** The window of the run that is spoken of; null where there is none. */
  period: Period | null;
  /** Weekly facts of a figure up to that window, oldest first. */
  series: (measure: Measure, about?: string) => Fact[];
  fact: (measure: Measure, about?: string) => Fact | undefined;
  /** The same figure of the week before. */
  before: (measure: Measure, about?: string) => Fact | undefined;
  /** Inputs, most different first. */
  distances: Fact[];
  /** Findings of every look in the period that was asked for. */
  findings: FindingJson[];
  factsById: ReadonlyMap<string, Fact>;
}

/** Reads one model's subject in one statement. Throws `not-found` with what may have been meant. */
export async function readSubject(ctx: Ctx, modelId: string, asked: AskedPeriod | undefined, today: Day): Promise<Subject> {
  const window = windowOf(asked, today);
  const row = await selectSubject(ctx.db, modelId, window);
  if (!row) throw await unknownModel(ctx, modelId);
  if (row.series.length >= maxSeries || row.findings.length >= maxFindings)
    throw new LeewayError(
      'too-large',
      `There is more about ${modelId} in that time than I can read at once. Ask about a shorter time.`,
    );
  const facts = row.facts.map(factOf);
  const course = row.series.map(factOf);
  const distances = row.distances.map(factOf);
  const byKey = new Map([...distances, ...facts].map((one) => [`${one.measure} ${one.about}`, one]));
  // A window that was looked at twice counts once, as the later look saw it.
  const newest = new Map(course.map((one) => [`${one.measure} ${one.about} ${one.periodStart}`, one]));
  const series = Map.groupBy(newest.values(), (one) => `${one.measure} ${one.about}`);
  const period = row.run && { grain: row.run.grain, start: row.run.start, end: row.run.end };
  const seriesOf = (measure: Measure, about = '') => series.get(`${measure} ${about}`) ?? [];
  const spec = row.spec ? monitorSpec.parse(row.spec) : null;
  return {
    row,
    window,
    spec,
    servingVersion: servingVersion(row),
    period,
    series: seriesOf,
    fact: (measure, about = '') => byKey.get(`${measure} ${about}`),
    before: (measure, about) =>
      period?.grain === 'week' ? seriesOf(measure, about).find((one) => one.periodEnd === period.start) : undefined,
    distances: distances.filter((one) => spec?.inputs.some((input) => input.name === one.about)),
    // What a failed look said is over once the window was looked at after all.
    findings: row.findings.filter((one) => !one.kind.startsWith('run-') || one.start !== period?.start),
    factsById: new Map([...course, ...distances, ...facts].map((one) => [one.id, one])),
  };
}

/** The look as the digest's writers take it. */
export function materialOf(subject: Subject, today: Day): Material {
  const { row, period } = subject;
  const parts: Pick<
    Material,
    | 'voice'
    | 'period'
    | 'today'
    | 'focus'
    | 'findings'
    | 'matters'
    | 'facts'
    | 'met'
    | 'more'
    | 'cases'
    | 'happenings'
    | 'moreDecisions'
    | 'gaps'
    | 'moreHappenings'
  > = {
    voice: 'executive',
    period: period ?? { grain: 'week', start: today, end: addDays(today, 7) },
    today,
    focus: period && subject.spec ? focusOf(subject, subject.spec, period) : null,
    findings: subject.findings.filter((one) => one.start === period?.start).map((one) => findingOf(one, row)),
    matters: row.matters.map((one) => matterOf(one, row)),
    facts: subject.factsById,
    met: new Set(),
    more: null,
    cases: [],
    happenings: noHappenings,
    gaps: { unowned: null, unmonitored: null },
    moreDecisions: null,
    moreHappenings: null,
  };
  // What a digest says of all models (`models`, `audience`) is left out of what is said of one, and no rule used here reads it.
  return { ...parts, picture: () => undefined } as unknown as Material;
}

function focusOf(subject: Subject, spec: MonitorSpec, period: Period): FocusMaterial {
  const { row } = subject;
  const version = row.run?.version ?? 0;
  return {
    modelId: row.id,
    title: row.title,
    version,
    unitPlural: row.unitPlural,
    predictionPhrase: spec.predictionPhrase,
    notMeasured: spec.notMeasured,
    fallbackPhrase: spec.predictions[String(version)]?.fallbackPhrase ?? null,
    inputPhrases: spec.inputs.slice(0, 4).map((input) => input.phrase),
    inputColumns: spec.inputs.map((input) => input.name),
    outcome: spec.outcome.name,
    error: errorKind(spec),
    referenceLabel: sayReference(spec, period),
    referenceIsTraining: row.servedDataEnd === spec.reference.end,
    trainingIsKnown: row.servedDataEnd !== null,
    fact: subject.fact,
    before: subject.before,
    series: subject.series,
  };
}

const findingOf = (one: FindingJson, row: SubjectRow): FindingMaterial => ({
  ...one,
  kind: one.kind as FindingKind,
  modelId: row.id,
  modelTitle: row.title,
});

const matterOf = (one: SubjectRow['matters'][number], row: SubjectRow): MatterMaterial => ({
  ...one,
  modelId: row.id,
  modelTitle: row.title,
});

/** `January`, with the year where it is another than the period's. */
export function sayReference(spec: MonitorSpec, period: Pick<Period, 'start'>): string {
  const { start, end } = spec.reference;
  const wholeMonth = start.endsWith('-01') && end.endsWith('-01') && addDays(start, 31) >= end;
  return sayPeriod(
    { grain: wholeMonth ? 'month' : 'week', start, end },
    { year: start.slice(0, 4) !== period.start.slice(0, 4) },
  );
}
