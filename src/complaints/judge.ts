import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, type Day } from '../shared/period.ts';
import { autocorrelation, xmrLimits, xmrSignal } from '../shared/xmr.ts';

/** Above this lag-1 autocorrelation the run rules fire on nothing, as for a model's own figures. */
const maxAutocorrelation = 0.25;

export interface Counted {
  modelId: string;
  week: Day;
  segment: string;
  count: number;
  source: string;
  runId: string;
  computedAt: Date;
}

/** The name under which limits of complaints stand, so that they are not taken for another figure's. */
export const aboutOf = (segment: string): string => (segment === '' ? 'complaints' : `complaints:${segment}`);

/**
 * The facts of one week's complaints: the count, and once eight weeks are known its usual range (XmR). `outside`: more
 * than usual, by the same rules as everything else that is watched. `past`: counts of earlier weeks, oldest first.
 */
export function judgeCount(counted: Counted, past: readonly Fact[]): { facts: Fact[]; outside: boolean } {
  const values = past.map((fact) => fact.value);
  const limits = xmrLimits(values);
  const now = factOf(counted, 'complaints', counted.segment, counted.count, 'counted by people, a week and segment');
  if (!limits) return { facts: [now], outside: false };
  const method = `XmR over ${limits.points} weeks before`;
  const about = aboutOf(counted.segment);
  const facts = [
    now,
    // Nobody complains less than not at all.
    factOf(counted, 'limit-low', about, Math.max(0, limits.lower), method),
    factOf(counted, 'limit-high', about, limits.upper, method),
    factOf(counted, 'usual', about, limits.mean, method),
  ];
  const signal = xmrSignal([...values, counted.count], limits);
  const counts = signal?.side === 'above' && (signal.rule === 'outside' || autocorrelation(values) <= maxAutocorrelation);
  return { facts, outside: counts };
}

/** One figure of a week's complaints. */
export const factOf = (
  { modelId, week, source, runId, computedAt }: Counted,
  measure: Fact['measure'],
  about: string,
  value: number,
  method: string,
): Fact => ({
  id: newId(),
  runId,
  modelId,
  version: null,
  about,
  measure,
  value,
  unit: 'count',
  grain: 'week',
  periodStart: week,
  periodEnd: addDays(week, 7),
  comparison: null,
  source: {
    source: `complaints (${source})`,
    windowStart: week,
    windowEnd: addDays(week, 7),
    rows: measure === 'complaints' || measure === 'complaints-passed-on' ? value : 0,
    columns: [],
    method,
  },
  computedAt,
});
