import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { selectOpenCases } from './store.ts';

const maxShown = 50;

/** Open cases of a team's models (of all, for null), oldest first. */
export async function listOpenCases(
  ctx: Ctx,
  filter: { teamId: string | null; limit: number },
): Promise<{ number: number; modelTitle: string }[]> {
  authorise(ctx.actor, 'feedback.read');
  return selectOpenCases(ctx.db, filter.teamId, Math.min(filter.limit, maxShown));
}
