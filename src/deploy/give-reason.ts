import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { hashWords } from '../people/hash-words.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { changeOrder, lockPlace, selectOrder } from './order-store.ts';
import { orderStates } from '../db/schema/deploy.ts';
import { reasonInput, type ReasonInput } from './schemas.ts';
import { updatePauseReason } from './serving-store.ts';
import { whatServes } from './what-serves.ts';

/** Says afterwards why a rollback (by its order) or a pause (by its place) was made; said again, the newer words stand. */
export async function giveReason(ctx: Ctx, input: ReasonInput): Promise<void> {
  const given = parseInput(reasonInput, input);
  if ('orderId' in given) await reasonOfRollback(ctx, given);
  else await reasonOfPause(ctx, given);
}

async function reasonOfRollback(ctx: Ctx, { orderId, words }: { orderId: string; words: string }): Promise<void> {
  const order = await selectOrder(ctx.db, orderId);
  if (order?.kind !== 'rollback') throw new LeewayError('not-found', 'There is no such rollback.');
  authorise(ctx.actor, 'deploy.rollback', await relationToModel(ctx, order.modelId));
  await write(ctx, async (w) => {
    await changeOrder(w.db, orderId, orderStates, { reason: words });
    const detail = { order: orderId, reasonHash: await hashWords(w, orderId, words) };
    w.audit({ verb: 'deploy.give-reason', subject: `model:${order.modelId}`, detail });
    await refreshShowing(w, `order:${orderId}`);
  });
}

async function reasonOfPause(
  ctx: Ctx,
  { words, ...place }: { modelId: string; environment: string; words: string },
): Promise<void> {
  authorise(ctx.actor, 'deploy.pause', await relationToModel(ctx, place.modelId));
  await write(ctx, async (w) => {
    await lockPlace(w.db, place);
    const { paused, pausedAt, revision } = await whatServes(w.db, place);
    if (!paused) throw new LeewayError('conflict', `${place.modelId} is not paused in ${place.environment} any more.`);
    await updatePauseReason(w.db, place, words);
    const reasonHash = await hashWords(w, `${place.modelId} ${place.environment} ${revision}`, words);
    w.audit({ verb: 'deploy.give-reason', subject: `model:${place.modelId}`, detail: { ...place, revision, reasonHash } });
    await refreshShowing(w, `pause:${place.modelId}/${place.environment}:${pausedAt?.toISOString() ?? ''}`);
  });
}
