import type { Ctx } from '../db/ctx.ts';
import { readSeries } from '../facts/read-facts.ts';
import { LeewayError } from '../shared/errors.ts';
import { addDays, daysBetween, type Day, type Period } from '../shared/period.ts';
import { createHistory, maxHistoryWeeks, type History } from './history.ts';
import { selectFindings, type FindingRow } from './run-store.ts';
import type { MonitorSpec } from './schemas.ts';

/** Three findings a column at most, and a model may have 2,000. */
const maxFindings = 10_000;

/** The weeks before one: half a year of figures, and of distances (one a column) only what persistence looks back. */
export async function readHistory(ctx: Ctx, modelId: string, spec: MonitorSpec, week: Period): Promise<History> {
  const since = (weeks: number): Day => {
    const earliest = addDays(week.start, -7 * weeks);
    return spec.from > earliest ? spec.from : earliest;
  };
  const series = { modelIds: [modelId], grain: 'week' as const, before: week.start };
  const figures = await readSeries(ctx, {
    ...series,
    measures: ['rows', 'mae', 'rmse', 'bias', 'kpi'],
    from: since(maxHistoryWeeks),
  });
  const distances = await readSeries(ctx, { ...series, measures: ['psi'], from: since(spec.thresholds.persistWeeks) });
  return createHistory([...figures, ...distances]);
}

const sameWeekdays = 8;

/** The rows of the same weekday in the weeks before a day: a Sunday is compared with Sundays. */
export async function readSameWeekdays(ctx: Ctx, modelId: string, day: Day): Promise<History> {
  const rows = await readSeries(ctx, {
    modelIds: [modelId],
    grain: 'day',
    measures: ['rows'],
    from: addDays(day, -7 * sameWeekdays),
    before: day,
  });
  return createHistory(rows.filter((fact) => daysBetween(fact.periodStart, day) % 7 === 0));
}

/** The findings of the week before. */
export async function readBefore(ctx: Ctx, modelId: string, week: Period): Promise<FindingRow[]> {
  const rows = await selectFindings(
    ctx.db,
    { modelIds: [modelId], grain: 'week', from: addDays(week.start, -7), before: week.start },
    maxFindings + 1,
  );
  if (rows.length > maxFindings)
    throw new LeewayError('too-large', `More than ${maxFindings} findings of one week of ${modelId}.`);
  return rows;
}
