import { ownerKinds, type RiskClass } from '../db/schema/registry.ts';
import { sayDayYear, type Day } from '../shared/period.ts';
import type { RiskRow } from './risk-store.ts';

export const dutyNames = ['policy', 'owners', 'monitor', 'review', 'maintenance', 'environment'] as const;
export type DutyName = (typeof dutyNames)[number];

/** What follows from a risk class: each one owes what the one below it does, and more. */
export const dutiesOf: Record<RiskClass, readonly DutyName[]> = {
  low: ['policy', 'owners'],
  medium: ['policy', 'owners', 'monitor', 'review'],
  high: ['policy', 'owners', 'monitor', 'review', 'maintenance', 'environment'],
};

export interface Duty {
  duty: DutyName | 'class';
  /** `late`: it was met and is overdue. */
  state: 'met' | 'missing' | 'late';
  text: string;
}

/** What a model owes by its risk class and how that stands on a day. `policyId` covers it in production. Pure. */
export function judgeDuties(row: RiskRow, policyId: string | undefined, today: Day): Duty[] {
  if (row.riskClass === null)
    return [{ duty: 'class', state: 'missing', text: 'No risk class: nobody has said what a wrong answer costs.' }];
  return dutiesOf[row.riskClass].map((duty) => ({ duty, ...judge[duty](row, policyId, today) }));
}

type Judgement = Omit<Duty, 'duty'>;
const met = (text: string): Judgement => ({ state: 'met', text });
const missing = (text: string): Judgement => ({ state: 'missing', text });

const judge: Record<DutyName, (row: RiskRow, policyId: string | undefined, today: Day) => Judgement> = {
  policy: (_row, policyId) =>
    policyId === undefined
      ? missing('No policy covers it in production, so nothing can be promoted there.')
      : met(`The policy ${policyId} covers it in production.`),
  owners: ({ owners }) =>
    owners === ownerKinds.length ? met('Its three owners are named.') : missing('It lacks one or more of its three owners.'),
  monitor: ({ isWatched }) => (isWatched ? met('It is watched.') : missing('Nobody watches it: it has no monitor.')),
  review: ({ reviewEveryDays, reviewDueOn }, _policy, today) => {
    if (reviewEveryDays === null || reviewDueOn === null) return missing('No review is planned.');
    return reviewDueOn < today
      ? { state: 'late', text: `Its review was due on ${sayDayYear(reviewDueOn)}.` }
      : met(`Its next review is due on ${sayDayYear(reviewDueOn)}.`);
  },
  maintenance: ({ maintenancePlan }) =>
    maintenancePlan ? met('It has a maintenance plan.') : missing('It has no maintenance plan.'),
  environment: ({ servingVersion, environmentDigest }) => {
    if (servingVersion === null) return met('No version serves, so none has to be repeated.');
    return environmentDigest === null
      ? missing(`Version ${servingVersion}, which serves, does not say with what its run can be repeated.`)
      : met(`Version ${servingVersion}, which serves, says with what its run can be repeated.`);
  },
};
