import type { Ctx } from '../db/ctx.ts';
import type { Engine } from '../engines/engine.ts';
import { isLeewayError } from '../shared/errors.ts';
import { addDays, daysOf, type Day, type Period } from '../shared/period.ts';
import type { DayCounts } from './counts.ts';
import { engineRequest } from './engine-request.ts';
import type { StoredReference } from './ensure-reference.ts';
import type { Watched } from './read-watched.ts';
import { insertDays, selectDays } from './run-store.ts';

/**
 * The counts of each day of a window, in order. Days that were counted before are read; the missing ones are counted in
 * one scan and kept, so that a week costs nothing more than its seven days did. `fresh` are those counted just now.
 */
export async function ensureDays(
  ctx: Ctx,
  engine: Engine,
  watched: Watched,
  period: Period,
  reference: StoredReference,
): Promise<{ days: DayCounts[]; fresh: DayCounts[] }> {
  const key = { modelId: watched.modelId, version: watched.version, specHash: watched.specHash };
  const stored = await selectDays(ctx.db, key, period.start, period.end);
  const byDay = new Map<Day, DayCounts>(stored.map((row) => [row.day, row.profile as DayCounts]));
  const missing = daysOf(period).filter((day) => !byDay.has(day));
  const first = missing[0];
  let fresh: DayCounts[] = [];
  if (first) {
    const counted = await countDays(engine, watched, period, { start: first, end: addDays(missing.at(-1)!, 1) }, reference);
    // A day without rows may only be late: it is counted again at the next look.
    fresh = counted.filter((counts) => counts.profile.rows > 0 && missing.includes(counts.profile.start));
    await insertDays(
      ctx.db,
      fresh.map((counts) => ({ ...key, day: counts.profile.start, profile: counts, computedAt: ctx.now })),
    );
    for (const counts of counted) byDay.set(counts.profile.start, counts);
  }
  return { days: daysOf(period).map((day) => byDay.get(day)!), fresh };
}

/** Counts a part of a period. An engine refuses a window without any row; then the whole period is counted with the empty part in it. */
async function countDays(
  engine: Engine,
  watched: Watched,
  period: Period,
  part: { start: Day; end: Day },
  reference: StoredReference,
): Promise<DayCounts[]> {
  const request = engineRequest(watched, { ...period, ...part });
  try {
    // Two scans: a file that is replaced between them would give half of each, and the days are kept.
    return await engine.sameFiles(request.source, async () => {
      const made = await engine.profile({ ...request, edges: reference.profile.edges });
      const performance = await engine.performance(request);
      return made.days.map((profile, index) => ({ profile, performance: performance[index]! }));
    });
  } catch (error) {
    const whole = part.start === period.start && part.end === period.end;
    if (whole || !isLeewayError(error) || error.code !== 'not-found') throw error;
    return countDays(engine, watched, period, period, reference);
  }
}
