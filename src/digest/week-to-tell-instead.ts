import type { Ctx } from '../db/ctx.ts';
import { findPublishedRun } from '../monitor/read-week.ts';
import { addDays, dayIn, weekOf, type Period } from '../shared/period.ts';
import { findComposedAt } from './edition-store.ts';
import type { Audience } from './store.ts';

/**
 * The week before one that no model was looked at in: where Monday comes earlier than it does to the models, that is the
 * newest week there is something to tell of. Undefined where it was told at its own time, or where nothing of it was published.
 */
export async function weekToTellInstead(
  ctx: Ctx,
  { audience, destination, preview }: { audience: Audience; destination: string; preview: boolean },
  week: Period,
): Promise<Period | undefined> {
  const earlier = weekOf(addDays(week.start, -7));
  if (!(await findPublishedRun(ctx, earlier, { teamId: audience.teamId }))) return undefined;
  if (preview) return earlier;
  const told = await findComposedAt(ctx.db, { audienceId: audience.id, destination, periodStart: earlier.start });
  // One that was composed after the newer week's end stood in for it already: a repeated job must find it there, not go on.
  return told && dayIn(audience.zone, told) < week.end ? undefined : earlier;
}
