import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectAudienceOfNo, selectNewestAsk, updateChoice, type UsefulnessAsk } from './usefulness-store.ts';

export type { UsefulnessAsk } from './usefulness-store.ts';

/** What a person was asked to change, and what they chose; undefined where they never were. */
export const readAsk = (ctx: Ctx, personId: string): Promise<UsefulnessAsk | undefined> => selectNewestAsk(ctx.db, personId);

/** The audience whose digest was of no use to a person; undefined where only answers were. */
export const readUnhelpfulAudience = (ctx: Ctx, personId: string): Promise<string | undefined> =>
  selectAudienceOfNo(ctx.db, personId);

/** The message in which they were asked follows what they choose. */
export const askSubject = (personId: string): string => `usefulness:${personId}`;

/**
 * Keeps what the actor chose to have changed (null: taken back). What the choice means is carried out by whoever knows the
 * digest's settings. Throws `conflict` where another choice was made meanwhile.
 */
export async function chooseChange(ctx: Ctx, { from, choice }: { from: string | null; choice: string | null }): Promise<void> {
  const ask = await selectNewestAsk(ctx.db, ctx.actor.id);
  if (!ask) throw new LeewayError('not-found', 'You were not asked this.', { hint: 'Your settings are in my Home tab.' });
  await write(ctx, async (w) => {
    if (!(await updateChoice(w.db, { ...ask, choice: from }, { choice, chosenAt: choice === null ? null : w.now })))
      throw new LeewayError('conflict', 'That was chosen already.', { hint: 'Your settings are in my Home tab.' });
    await refreshShowing(w, askSubject(ctx.actor.id));
  });
}
