import type { Ctx } from '../db/ctx.ts';
import { listOrders } from './read-orders.ts';
import type { Place } from './schemas.ts';

/**
 * Whether the newest order of a place was to go back to `version` and did not come about: the switch answers that version,
 * and whether it runs is not known.
 */
export async function isUnfollowed(
  ctx: Ctx,
  { modelId, environment, version }: Place & { version: number | null },
): Promise<boolean> {
  const [newest] = await listOrders(ctx, { modelIds: [modelId], environment, limit: 1 });
  return newest?.kind === 'rollback' && (newest.state === 'failed' || newest.state === 'timed-out') && newest.version === version;
}
