import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { readKpis } from '../kpi/read-kpis.ts';
import { authorise } from '../shared/access.ts';
import { isLeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { hoursOf, type Day, type Hours } from '../shared/period.ts';
import { engineRequest } from './engine-request.ts';
import { createFactBook } from './fact-book.ts';
import { noHistory } from './history.ts';
import { clockTime } from './put-monitor.ts';
import { readMonitors } from './read-monitors.ts';
import { stateFacts } from './state-facts.ts';

export interface HoursAsked {
  modelId: string;
  /** Whose answers are held against what came. */
  version: number;
  day: Day;
  hours: Hours;
  /** An input whose empty values are counted. */
  missingIn?: string;
}

/** Facts of the hours, not stored yet; or why there are none. */
export type HoursSeen = { facts: Fact[] } | { why: string };

/** Asks once more where the engine may answer then. */
const tries = 2;

/**
 * Looks at some hours of one day: rows, error, misses and KPIs of one version, by the same counting as a day's look. What
 * depends on the reference is not stated: hours of a day differ from one another. Hours with fewer rows than the monitor's
 * `minRows`, or that the engine cannot count, come back as a reason.
 */
export async function lookAtHours(ctx: Ctx, engine: Engine, asked: HoursAsked): Promise<HoursSeen> {
  authorise(ctx.actor, 'monitor.run');
  for (let attempt = 1; ; attempt++) {
    try {
      return await count(ctx, engine, asked);
    } catch (error) {
      if (!isLeewayError(error)) throw error;
      if (error.code !== 'unavailable' || attempt === tries) return { why: error.message };
    }
  }
}

const missing = 'missing';

async function count(ctx: Ctx, engine: Engine, { modelId, version, day, hours, missingIn }: HoursAsked): Promise<HoursSeen> {
  const [monitor] = await readMonitors(ctx, [modelId]);
  if (!monitor) return { why: `The model ${modelId} has no monitor.` };
  const { spec } = monitor;
  const kpis = await readKpis(ctx, [modelId]);
  const period = hoursOf(day, hours);
  const request = engineRequest({ spec, version, kpis }, period);
  const input = missingIn === undefined ? undefined : spec.inputs.find(({ name }) => name === missingIn);
  if (input) request.counters = [...request.counters, { name: missing, expression: `(${input.expression}) is null` }];
  const [performance] = await engine.performance(request);
  const { rows } = performance!;
  if (rows < spec.thresholds.minRows) return { why: tooFew(rows, spec.thresholds.minRows) };
  const { start, end } = period;
  const source = spec.source.files;
  const book = createFactBook({
    runId: newId(),
    modelId,
    version,
    grain: 'day',
    start,
    end,
    hours,
    source,
    rows,
    computedAt: ctx.now,
  });
  const counts = { performance: performance!, profile: { start, end, rows, columns: {} } };
  stateFacts(book, { spec, kpis, period, counts, days: [], history: noHistory });
  if (input) {
    const value = (performance!.counters[missing] ?? 0) / rows;
    const [about, method] = [input.name, 'empty values ÷ rows'];
    book.state({ measure: 'missing-share', about, value, unit: 'share', columns: [about], method });
  }
  return { facts: book.facts };
}

const tooFew = (rows: number, minRows: number): string => `There were ${rows} rows, and at least ${minRows} are needed.`;

/** `2001-06-11T06`: names a window of hours, and sorts by time. */
export const hoursKey = (day: Day, { from }: Hours): string => `${day}T${String(from).padStart(2, '0')}`;

/** How long after a window's end its rows are there: as long as the daily look, or else the weekly one, comes after midnight. */
export function readyAfterMinutes({ dailyAt, weeklyAt }: { dailyAt: string | null; weeklyAt: string }): number {
  const { hour, minute } = clockTime(dailyAt ?? weeklyAt);
  return hour * 60 + minute;
}
