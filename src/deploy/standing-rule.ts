import { z } from 'zod';
import { measures, type Fact } from '../shared/fact.ts';

/** A day is a whole number of such windows. */
export const windowHours = [1, 2, 3, 4, 6, 8, 12] as const;

const guarded = [
  'mae',
  'rmse',
  'bias',
  'kpi',
  'large-miss-share',
  'costly-called-share',
  'missing-share',
  'fallback-share',
  'rows',
  'psi',
] as const;

/** “If this guard fails so often in a row, go back (or pause) by yourself.” */
export const standingRuleSpec = z
  .strictObject({
    guard: z.strictObject({
      measure: z.enum(guarded satisfies readonly (typeof measures)[number][]),
      /** The column or KPI; empty for the model as a whole. */
      about: z.string().max(120).default(''),
      /** On which side of the limit it fails. */
      is: z.enum(['above', 'below']),
      limit: z.union([z.number(), z.literal('usual-range')]),
    }),
    grain: z.enum(['hour', 'day', 'week'], 'hour, day or week'),
    /** How many hours a window has, where the grain is `hour`; the windows of a day begin at its midnight. */
    hours: z.literal(windowHours, `one of ${windowHours.join(', ')}: a day is a whole number of windows`).optional(),
    inARow: z.number().int().min(1).max(12).default(2),
    act: z.enum(['rollback', 'pause']),
  })
  .refine((spec) => spec.guard.limit !== 'usual-range' || spec.grain === 'week', {
    path: ['guard', 'limit'],
    error: 'the usual range is known for weeks only: give a number, or grain: week',
  })
  .refine((spec) => (spec.grain === 'hour') === (spec.hours !== undefined), {
    path: ['hours'],
    error: 'the hours of a window stand with grain: hour, and only there',
  })
  .refine((spec) => spec.grain !== 'hour' || spec.guard.measure !== 'psi', {
    path: ['guard', 'measure'],
    error: 'hours of a day differ from one another in what goes in: watch its shift by days or weeks',
  });
export type StandingRuleSpec = z.output<typeof standingRuleSpec>;

export interface Judged {
  held: boolean;
  factIds: string[];
}

/** Whether a window's figures hold a guard; undefined where what it needs was not measured. */
export function judgeGuard(
  { guard }: StandingRuleSpec,
  facts: readonly Pick<Fact, 'id' | 'measure' | 'about' | 'value'>[],
): Judged | undefined {
  const find = (measure: string, about: string) => facts.find((one) => one.measure === measure && one.about === about);
  const value = find(guard.measure, guard.about);
  if (!value) return undefined;
  if (typeof guard.limit === 'number') {
    const fails = guard.is === 'above' ? value.value > guard.limit : value.value < guard.limit;
    return { held: !fails, factIds: [value.id] };
  }
  const name = guard.about ? `${guard.measure}:${guard.about}` : guard.measure;
  const limit = find(guard.is === 'above' ? 'limit-high' : 'limit-low', name);
  if (!limit) return undefined;
  const fails = guard.is === 'above' ? value.value > limit.value : value.value < limit.value;
  return { held: !fails, factIds: [value.id, limit.id] };
}

export interface Observation {
  /** Its first day; of hours with the first of them, `2001-06-11T06`. */
  windowStart: string;
  /** Null where nothing could be seen: it counts for neither side. */
  held: boolean | null;
  /** What a rule did on account of this window. */
  actedOrderId: string | null;
}

const dayMs = 24 * 3_600_000;
/** How far apart two failures of one row may begin: the next day, the next week; of hours a day, so that a night without rows passes. */
const maxApartMs = { hour: dayMs, day: dayMs, week: 7 * dayMs };
const beginsAt = (windowStart: string): number => Date.parse(windowStart.includes('T') ? `${windowStart}:00Z` : windowStart);

/**
 * Whether the newest of some observations (any order) is the last of as many failures in a row as the rule asks for. One
 * that saw nothing counts for neither side; a longer gap, or a window that was acted upon, begins a new row.
 */
export function failsInARow(spec: Pick<StandingRuleSpec, 'grain' | 'inARow'>, observations: readonly Observation[]): boolean {
  const newestFirst = observations
    .filter((one) => one.held !== null)
    .toSorted((a, b) => (a.windowStart < b.windowStart ? 1 : -1));
  let earliest = -Infinity;
  let failures = 0;
  for (const one of newestFirst) {
    const begins = beginsAt(one.windowStart);
    if (one.held || one.actedOrderId !== null || begins < earliest) break;
    failures++;
    earliest = begins - maxApartMs[spec.grain];
  }
  return failures >= spec.inARow;
}
