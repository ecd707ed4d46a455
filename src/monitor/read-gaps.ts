import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { addDays, dayIn, type Day } from '../shared/period.ts';
import { countGaps, selectGaps, type GapCounts, type GapRow } from './gaps-store.ts';

export const gaps = ['unowned', 'unmonitored', 'no-kpi', 'no-run'] as const;
export type Gap = (typeof gaps)[number];
export type { GapCounts } from './gaps-store.ts';

/** What one model lacks. */
export interface ModelGaps {
  modelId: string;
  title: string;
  gaps: Gap[];
  /** The end of the last window that was looked at. */
  lastRun: Day | null;
}

/** A watched model whose last published window ended longer ago than this has no recent look. */
export const recentDays = 14;
export const maxGapModels = 1_000;

const recentFrom = ({ now }: Ctx): Day => addDays(dayIn('utc', now), -recentDays);

/**
 * How many models of a team (of all, for null) lack owners, a monitor, a business measure or a recent look, in one
 * statement. Retired ones are left out, and of planned ones only owners are expected.
 */
export async function readGapCounts(ctx: Ctx, teamId: string | null = null): Promise<GapCounts> {
  authorise(ctx.actor, 'registry.read');
  return countGaps(ctx.db, teamId, recentFrom(ctx));
}

/** Models that have any of the wanted gaps, by id, each with all that it lacks; `more`: there are others. Two statements. */
export async function readGaps(
  ctx: Ctx,
  wanted: { gaps: readonly Gap[]; teamId?: string | null; limit?: number },
): Promise<{ counts: GapCounts; models: ModelGaps[]; more: boolean }> {
  const { teamId = null, limit = maxGapModels } = wanted;
  const counts = await readGapCounts(ctx, teamId);
  const rows = await selectGaps(ctx.db, { teamId, recentFrom: recentFrom(ctx), gaps: wanted.gaps, limit: limit + 1 });
  const models = rows
    .slice(0, limit)
    .map((row) => ({ modelId: row.id, title: row.title, gaps: gapsOf(row, recentFrom(ctx)), lastRun: row.lastRun }));
  return { counts, models, more: rows.length > limit };
}

function gapsOf({ ownersMissing, planned, monitored, measured, lastRun }: GapRow, recent: Day): Gap[] {
  const has: Record<Gap, boolean> = {
    unowned: ownersMissing > 0,
    unmonitored: !planned && !monitored,
    'no-kpi': !planned && !measured,
    'no-run': !planned && monitored && (lastRun === null || lastRun < recent),
  };
  return gaps.filter((gap) => has[gap]);
}
