import { ownerKinds, type OwnerKind } from '../db/schema/registry.ts';
import type { Actor } from '../shared/actor.ts';
import type { Relation } from '../shared/access.ts';
import { addDays, dayIn, daysBetween, sayDayYear, type Day } from '../shared/period.ts';
import type { ModelFlag, ModelSummary, Owner } from './records.ts';

/** Training data that ended longer ago than this is called old. */
export const oldDataDays = 180;

export const championAlias = 'champion';
export const production = 'production';
/** Of a model that has no version yet: nothing is watched, so it is in no count of what was checked. */
export const plannedStage = 'planned';

const ownerWords: Record<OwnerKind, string> = { business: 'business', operations: 'operations', 'data-science': 'data science' };

/** What answers now: the version in production, else the one called champion. */
export function servingVersion(model: Pick<ModelSummary, 'aliases' | 'running'>): number | null {
  const running = model.running.find((one) => one.environment === production);
  return running?.version ?? model.aliases.find((one) => one.alias === championAlias)?.version ?? null;
}

/** What a model's record lacks at an instant. */
export function flagsOf(
  model: {
    teamId: string | null;
    companyGoal: string | null;
    owners: Owner[];
    servingVersion: number | null;
    servingDataEnd: Day | null;
  },
  now: Date,
): ModelFlag[] {
  const missing = ownerKinds.filter((kind) => !model.owners.some((owner) => owner.kind === kind)).map((kind) => ownerWords[kind]);
  const flags: ModelFlag[] = [];
  if (missing.length > 0) flags.push({ kind: 'unowned', text: `Unowned: nobody is named for ${missing.join(', ')}.` });
  if (model.teamId === null) flags.push({ kind: 'no-team', text: 'No team runs it.' });
  if (!model.companyGoal) flags.push({ kind: 'no-company-goal', text: 'It serves no company goal.' });
  const old = model.servingVersion !== null && oldDataFlag(model.servingVersion, model.servingDataEnd, now);
  if (old) flags.push(old);
  return flags;
}

/** `dataEnd` is exclusive; the last day of data is the day before. */
export function oldDataFlag(version: number, dataEnd: Day | null, now: Date): ModelFlag | undefined {
  if (dataEnd === null) return undefined;
  const lastDay = addDays(dataEnd, -1);
  const days = daysBetween(lastDay, dayIn('utc', now));
  if (days <= oldDataDays) return undefined;
  return {
    kind: 'old-training-data',
    text: `Version ${version}: training data ends ${days === 1 ? 'a day' : `${days} days`} ago (${sayDayYear(lastDay)}).`,
  };
}

/** `own` when the actor is of the model's team or one of its owners. */
export function relationTo(actor: Actor, model: { teamId: string | null; owners: readonly { personId: string }[] }): Relation {
  if (actor.kind !== 'person') return 'other';
  const ofTeam = model.teamId !== null && actor.teams.includes(model.teamId);
  return ofTeam || model.owners.some((owner) => owner.personId === actor.id) ? 'own' : 'other';
}

/** The parts of a version that can never change, by name; what differs between what is stored and what was given. */
const fixed = ['artifact', 'artifactDigest', 'dataStart', 'dataEnd', 'dataSource', 'dataDigest', 'codeCommit'] as const;
export type FixedParts = Record<(typeof fixed)[number], string | null>;

export const changedParts = (stored: FixedParts, given: FixedParts): string[] =>
  fixed.filter((part) => stored[part] !== given[part]);

/** What may be told of a version later, once; from then on it never changes either. */
const late = ['builtById', 'environmentSpec', 'environmentDigest', 'trainingDataUrl', 'labelDataUrl'] as const;
export type LatePart = (typeof late)[number];
export type LateParts = Record<LatePart, string | null>;

/** Late parts that are new, and those that contradict what is stored. What is not said again stays. */
export function compareLate(stored: LateParts, given: LateParts): { told: Partial<LateParts>; contradicting: LatePart[] } {
  const said = late.filter((part) => given[part] !== null && given[part] !== stored[part]);
  const told = said.filter((part) => stored[part] === null);
  return {
    told: Object.fromEntries(told.map((part) => [part, given[part]])),
    contradicting: said.filter((part) => stored[part] !== null),
  };
}

const metricKey = (metric: MetricWindow) => `${metric.name} ${metric.periodStart} ${metric.periodEnd}`;
interface MetricWindow {
  name: string;
  periodStart: Day;
  periodEnd: Day;
}

/** Which of the given metrics are new, and which say something else of a window than what is stored. */
export function compareMetrics<M extends MetricWindow & { value: number; unit: string; population: string; assumptions: string }>(
  stored: readonly M[],
  given: readonly M[],
): { added: M[]; contradicting: M[] } {
  const known = new Map(stored.map((metric) => [metricKey(metric), metric]));
  const added = given.filter((metric) => !known.has(metricKey(metric)));
  const contradicting = given.filter((metric) => {
    const before = known.get(metricKey(metric));
    if (!before) return false;
    return (
      before.value !== metric.value ||
      before.unit !== metric.unit ||
      before.population !== metric.population ||
      before.assumptions !== metric.assumptions
    );
  });
  return { added, contradicting };
}
