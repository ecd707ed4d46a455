import { servingTurned } from '../approvals/serving-turned.ts';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ServingChange } from '../deploy/announce.ts';
import { readServing } from '../deploy/read-serving.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import { say } from '../outbox/say.ts';
import { readModels } from '../registry/read-model.ts';

/** Tells of a change of what serves in the channel of every audience whose models the model is among, and on the card of its version. Twice, it tells once. */
export async function announceServing(ctx: Ctx, change: ServingChange): Promise<void> {
  const model = (await readModels(ctx, [change.modelId])).get(change.modelId);
  const audiences = (await readAudiences(ctx)).filter((one) => one.teamId === null || one.teamId === model?.teamId);
  // The reason may be given afterwards, and is shown where the change was told.
  const { pausedAt } = await readServing(ctx, change.modelId, change.environment);
  const reasonOf = change.orderId
    ? `order:${change.orderId}`
    : `pause:${change.modelId}/${change.environment}:${pausedAt?.toISOString() ?? ''}`;
  const channels = new Set(audiences.map((one) => one.channel));
  await write(ctx, async (w) => {
    for (const destination of channels)
      await say(w, {
        kind: 'serving-changed',
        data: { ...change },
        destination,
        shows: [reasonOf],
        dedupeKey: `serving ${change.actId} ${destination}`,
      });
  });
  await servingTurned(ctx, change);
}
