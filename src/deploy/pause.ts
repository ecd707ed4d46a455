import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { announce } from './announce.ts';
import { lockPlace } from './order-store.ts';
import { pauseInput, placeOf, type PauseInput, type Place } from './schemas.ts';
import { changeServing, whatServes } from './what-serves.ts';

/**
 * Tells serving systems to stop using a model in an environment. One person, at once. `changed` is false when it was
 * paused already: the same press twice does nothing twice.
 */
export const pause = (ctx: Ctx, input: PauseInput): Promise<{ changed: boolean }> => turn(ctx, input, true);

/** Lets them use it again. */
export const resume = (ctx: Ctx, input: PauseInput): Promise<{ changed: boolean }> => turn(ctx, input, false);

async function turn(ctx: Ctx, input: PauseInput, paused: boolean): Promise<{ changed: boolean }> {
  const { reason, ...place } = parseInput(pauseInput, input);
  authorise(ctx.actor, 'deploy.pause', await relationToModel(ctx, place.modelId));
  return write(ctx, async (w) => {
    await lockPlace(w.db, place);
    const changed = await putPaused(w, place, paused, reason);
    const person = w.actor.kind === 'system' ? {} : { personId: w.actor.id };
    if (changed) await announce(w, { ...place, change: paused ? 'paused' : 'resumed', actId: newId(), ...person });
    return { changed };
  });
}

/** The change itself with its audit entry; the caller holds the place's lock, has authorised, and tells people. */
export async function putPaused(w: WriteCtx, place: Place, paused: boolean, reason?: string): Promise<boolean> {
  const serves = await whatServes(w.db, place);
  if (serves.paused === paused) return false;
  const revision = await changeServing(w, placeOf(place), {
    paused,
    pausedAt: paused ? w.now : null,
    pauseReason: paused ? (reason ?? null) : null,
  });
  w.audit({
    verb: paused ? 'deploy.pause' : 'deploy.resume',
    subject: `model:${place.modelId}`,
    detail: {
      ...placeOf(place),
      version: serves.version,
      revision,
      ...(reason ? { reasonHash: await hashWords(w, `${place.modelId} ${place.environment} ${revision}`, reason) } : {}),
    },
  });
  return true;
}
