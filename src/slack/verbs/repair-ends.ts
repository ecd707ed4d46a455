import type { Ctx } from '../../db/ctx.ts';
import { readMatters } from '../../matters/read-matters.ts';

/** How the data problems ended that a case heard of, in the words of whoever ended them, by the matter's id. */
export async function repairEnds(
  ctx: Ctx,
  events: readonly { kind: string; data: Record<string, unknown> }[],
): Promise<Map<string, string>> {
  const ids = events.flatMap(({ kind, data }) => (kind === 'repair-ended' ? [String(data['matterId'])] : []));
  const matters = await readMatters(ctx, ids);
  return new Map(matters.flatMap(({ id, outcome }): [string, string][] => (outcome ? [[id, outcome]] : [])));
}
