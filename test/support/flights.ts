import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { applyConfig } from '../../src/apply/apply.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { runMonitor, type RunOutcome } from '../../src/monitor/run-monitor.ts';
import { addDays, type Day } from '../../src/shared/period.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));

/** The demo as it is configured: its people, its model, how it is watched. `ctx` must have every right. */
export async function applyFlights(ctx: Ctx): Promise<void> {
  await applyConfig(ctx, { source: readFileSync(path, 'utf8'), path });
}

/** Mondays from one to another, both included. */
export const mondays = (first: Day, last: Day): Day[] => {
  const days: Day[] = [];
  for (let day = first; day <= last; day = addDays(day, 7)) days.push(day);
  return days;
};

/** Looks at real weeks of the flights, each as it was on the Tuesday after. About 100 ms a week. */
export const runWeeks = (ctx: Ctx, weeks: readonly Day[]): Promise<RunOutcome[]> => runWindows(ctx, 'week', weeks, 8);

/** Looks at one day, as it was the day after. */
export const runDay = (ctx: Ctx, day: Day): Promise<RunOutcome[]> => runWindows(ctx, 'day', [day], 1);

async function runWindows(ctx: Ctx, grain: 'day' | 'week', starts: readonly Day[], daysLater: number): Promise<RunOutcome[]> {
  const engine = createDuckDbEngine();
  const outcomes: RunOutcome[] = [];
  try {
    for (const periodStart of starts) {
      const now = new Date(`${addDays(periodStart, daysLater)}T12:00:00Z`);
      outcomes.push(await runMonitor({ ...ctx, now }, engine, { modelId: 'flight-delay', grain, periodStart }));
    }
  } finally {
    await engine.close();
  }
  return outcomes;
}
