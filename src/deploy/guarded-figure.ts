import { predictionColumn } from '../monitor/engine-request.ts';
import { aboutVersion, sayNoPredictions } from '../monitor/other-versions.ts';
import type { MonitorSpec } from '../monitor/schemas.ts';
import { measuredEverywhere } from '../monitor/state-other-versions.ts';
import type { StandingRuleSpec } from './standing-rule.ts';

type Guard = StandingRuleSpec['guard'];

/** A version that serves in an environment, and the one in production, which the look was about. */
export interface Seen {
  serves: number;
  lookedAt: number;
}

const ofRows: readonly string[] = ['rows', 'missing-share', 'psi'];
/** Whether a guard is about what the rows are like, which is so for every version that is asked about them. */
export const isAboutRows = ({ measure, about }: Guard) => ofRows.includes(measure) && about !== predictionColumn;
const everywhere = ({ measure, about }: Guard) => about === '' && (measuredEverywhere as readonly string[]).includes(measure);

/**
 * What a guard's fact speaks of in a look: a figure about another version than the one that serves says nothing about that
 * one. Undefined where the look has no such figure of the version that serves.
 */
export function subjectOf(guard: Guard, { serves, lookedAt }: Seen): string | undefined {
  if (serves === lookedAt || isAboutRows(guard)) return guard.about;
  return everywhere(guard) ? aboutVersion(serves) : undefined;
}

/** Why no look will ever have a guard's figure as things are configured; undefined where the next one may. */
export function whyUnseen(guard: Guard, { serves, lookedAt }: Seen, spec: MonitorSpec): string | undefined {
  const prediction = spec.predictions[String(serves)];
  const other = serves !== lookedAt && !isAboutRows(guard);
  if (other && !everywhere(guard)) return `This is measured of the version in production only, and version ${serves} is another.`;
  if (other && !prediction) return `${sayNoPredictions(serves)} Add it under monitor.predictions in leeway.yml.`;
  if (other && guard.limit === 'usual-range')
    return `The usual range is known of the version in production only, and version ${serves} is another: ask for a rule with a number.`;
  if (guard.measure === 'costly-called-share' && !spec.costly)
    return 'Nothing says which error hurts most. Add it under monitor.costly in leeway.yml.';
  if (guard.measure === 'fallback-share' && prediction && prediction.fallback === undefined)
    return `Nothing says for which rows version ${serves} has no answer of its own. Add it under monitor.predictions in leeway.yml.`;
  return undefined;
}
