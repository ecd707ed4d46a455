import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import { readOrder } from '../deploy/read-orders.ts';
import { showsServing } from '../deploy/what-became.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { say } from '../outbox/say.ts';
import { readModels } from '../registry/read-model.ts';

/** Tells the channel of every audience whose models the model is among that a version went live. Twice, it tells once. */
export async function announceRelease(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  const { modelId, environment } = await readOrder(ctx, orderId);
  const model = (await readModels(ctx, [modelId])).get(modelId);
  const audiences = (await readAudiences(ctx)).filter((one) => one.teamId === null || one.teamId === model?.teamId);
  const shows = showsServing({ modelId, environment });
  await write(ctx, async (w) => {
    // Of the version whose place it takes it was told that it is live.
    await refreshShowing(w, shows);
    for (const destination of new Set(audiences.map((one) => one.channel)))
      await say(w, {
        kind: 'release-notice',
        data: { orderId },
        destination,
        shows: [shows],
        dedupeKey: `release ${orderId} ${destination}`,
      });
  });
}
