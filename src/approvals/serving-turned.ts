import { write } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { readEvents } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ServingChange } from '../deploy/announce.ts';
import { readServingOf } from '../deploy/read-serving.ts';
import { cardOf } from './load-request.ts';
import { reading } from './open-request.ts';
import { changeRequest, lockRequest } from './request-store.ts';
import { selectLastPromoted } from './subject-store.ts';

/** A rollback is told with its order, once it has ended. */
const told = new Set<ServingChange['change']>(['paused', 'resumed', 'undone']);

/**
 * Says on the card of the request with which the version that serves had been put live that it was paused, serves again,
 * or is back after a rule's act was undone. Twice it changes nothing; a version that nobody asked for has no card.
 */
export async function servingTurned(ctx: Ctx, { change, actId, personId, ...place }: ServingChange): Promise<void> {
  if (!told.has(change)) return;
  const { modelId, environment } = place;
  const version = (await readServingOf(reading(ctx), [modelId], environment)).get(modelId)?.version;
  if (version === undefined || version === null) return;
  const requestId = await selectLastPromoted(ctx.db, { modelId, environment, version });
  if (requestId === undefined) return;
  await write(ctx, async (w) => {
    const row = await lockRequest(w.db, requestId);
    if (!row) return;
    const card = await cardOf(w, row);
    if ((await readEvents(w, card.id)).some((one) => one.data['actId'] === actId)) return;
    const happening = { kind: change, data: { actId }, ...(personId === undefined ? {} : { personId }) };
    const moved = await moveCard(w, card.id, { happening, tell: ['requester', 'notice'] });
    await changeRequest(w.db, row.id, { revision: moved.revision });
    w.audit({
      verb: 'approvals.serving-turned',
      subject: `request:${row.id}`,
      detail: { number: row.number, change, act: actId, version },
    });
  });
}
