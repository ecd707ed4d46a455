import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readRunFacts } from '../facts/read-facts.ts';
import { recordFacts } from '../facts/record-facts.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn } from '../shared/period.ts';

/** The way from a registered version to a live one; `requested-decided` is the waiting for people. */
export const leadSteps = ['registered-requested', 'requested-decided', 'decided-started', 'started-live'] as const;
export type LeadStep = (typeof leadSteps)[number];

export interface Milestones {
  registered: Date;
  requested: Date;
  decided: Date;
  started: Date;
  live: Date;
}

export interface LeadTime {
  /** Hours from registered to live. */
  total: Fact;
  steps: { step: LeadStep; fact: Fact }[];
  /** Hours of it in which people were waited for. */
  waiting: Fact;
  /** How many times a person had to do something. */
  manualSteps: Fact;
}

const hourMs = 3_600_000;

/** Hours of each step. A clock that was set back gives nought, not less. Pure. */
export function stepHours(at: Milestones): Record<LeadStep, number> {
  const hours = (from: Date, to: Date) => Math.max(0, to.getTime() - from.getTime()) / hourMs;
  return {
    'registered-requested': hours(at.registered, at.requested),
    'requested-decided': hours(at.requested, at.decided),
    'decided-started': hours(at.decided, at.started),
    'started-live': hours(at.started, at.live),
  };
}

/** States how long a version took to go live, under the id of its order. */
export async function recordLeadTime(
  w: WriteCtx,
  of: { orderId: string; modelId: string; version: number; zone: string; at: Milestones; manualSteps: number },
): Promise<{ count: number; digest: string }> {
  const { orderId, modelId, version, zone, at } = of;
  const windowStart = dayIn(zone, at.registered);
  const windowEnd = addDays(dayIn(zone, at.live), 1);
  const fact = (measure: Fact['measure'], about: string, value: number, unit: string, method: string): Fact => ({
    id: newId(),
    runId: orderId,
    modelId,
    version,
    about,
    measure,
    value,
    unit,
    grain: 'day',
    periodStart: windowStart,
    periodEnd: windowEnd,
    comparison: null,
    source: { source: 'leeway: request and order', windowStart, windowEnd, rows: 1, columns: [], method },
    computedAt: w.now,
  });
  const hours = stepHours(at);
  const total = leadSteps.reduce((sum, step) => sum + hours[step], 0);
  return recordFacts(w, [
    fact('lead-time', '', total, 'hours', 'from registered to live: the sum of the steps'),
    ...leadSteps.map((step) => fact('step-time', step, hours[step], 'hours', `from ${step.replace('-', ' to ')}`)),
    fact('manual-steps', '', of.manualSteps, 'count', 'the request, each vote, question, answer and handing on'),
  ]);
}

/** How long a version took to go live, per step; undefined for an order that is not live, or that nobody requested. */
export async function leadTimeOf(ctx: Ctx, orderId: string): Promise<LeadTime | undefined> {
  const facts = await readRunFacts(ctx, orderId, ['lead-time', 'step-time', 'manual-steps'], {
    measure: 'step-time',
    about: [''],
  });
  const find = (measure: Fact['measure'], about = '') => facts.find((one) => one.measure === measure && one.about === about);
  const [total, manualSteps, waiting] = [find('lead-time'), find('manual-steps'), find('step-time', 'requested-decided')];
  if (!total || !manualSteps || !waiting) return undefined;
  const steps = leadSteps.flatMap((step) => {
    const fact = find('step-time', step);
    return fact ? [{ step, fact }] : [];
  });
  return { total, steps, waiting, manualSteps };
}
