import { servingTurned } from '../approvals/serving-turned.ts';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ServingChange } from '../deploy/announce.ts';
import { readServing } from '../deploy/read-serving.ts';
import { showsServing } from '../deploy/what-became.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { say } from '../outbox/say.ts';
import { readModels } from '../registry/read-model.ts';

/**
 * Tells of a change of what serves in the channel of every audience whose models the model is among, and on the card of its version.
 * What was told there before is edited where it holds no longer. Twice, it tells once.
 */
export async function announceServing(ctx: Ctx, change: ServingChange): Promise<void> {
  const model = (await readModels(ctx, [change.modelId])).get(change.modelId);
  const audiences = (await readAudiences(ctx)).filter((one) => one.teamId === null || one.teamId === model?.teamId);
  // The reason may be given afterwards, and is shown where the change was told.
  const { version, pausedAt } = await readServing(ctx, change.modelId, change.environment);
  const reasonOf = change.orderId
    ? `order:${change.orderId}`
    : `pause:${change.modelId}/${change.environment}:${pausedAt?.toISOString() ?? ''}`;
  const channels = new Set(audiences.map((one) => one.channel));
  const told = {
    at: ctx.now.toISOString(),
    ...(version === null ? {} : { version: String(version) }),
    ...(pausedAt && change.change === 'paused' ? { pausedAt: pausedAt.toISOString() } : {}),
  };
  await write(ctx, async (w) => {
    // What was told before may hold no longer.
    await refreshShowing(w, showsServing(change));
    for (const destination of channels)
      await say(w, {
        kind: 'serving-changed',
        data: { ...change, ...told },
        destination,
        shows: [reasonOf, showsServing(change)],
        dedupeKey: `serving ${change.actId} ${destination}`,
      });
  });
  await servingTurned(ctx, change);
}
