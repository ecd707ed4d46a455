import { z } from 'zod';
import { measures, type Fact } from '../shared/fact.ts';
import { addDays } from '../shared/period.ts';

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
    grain: z.enum(
      ['day', 'week'],
      'day or week: models are looked at by days and weeks, so that a rule on hours would never see a window',
    ),
    inARow: z.number().int().min(1).max(12).default(2),
    act: z.enum(['rollback', 'pause']),
  })
  .refine((spec) => spec.guard.limit !== 'usual-range' || spec.grain === 'week', {
    path: ['guard', 'limit'],
    error: 'the usual range is known for weeks only: give a number, or grain: week',
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

/**
 * Whether the newest of some observations (any order) is the last of as many failures in a row as the rule asks for. A
 * window that is missing, or one that was acted upon, begins a new row.
 */
export function failsInARow(spec: Pick<StandingRuleSpec, 'grain' | 'inARow'>, observations: readonly Observation[]): boolean {
  const newestFirst = observations.toSorted((a, b) => (a.windowStart < b.windowStart ? 1 : -1));
  const days = spec.grain === 'day' ? 1 : 7;
  let expected = newestFirst[0]?.windowStart;
  let failures = 0;
  for (const one of newestFirst) {
    if (one.held || one.actedOrderId !== null || one.windowStart !== expected) break;
    failures++;
    expected = addDays(one.windowStart, -days);
  }
  return failures >= spec.inARow;
}
