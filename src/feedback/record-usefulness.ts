import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { usefulnessInput, type UsefulnessInput } from './schemas.ts';
import { selectVote, updateWhy, upsertVote } from './usefulness-store.ts';

/**
 * “Was this useful?”: a person's last vote on an edition or an answer counts; why may come with it or later and leaves
 * the vote as it is. Votes are no state of the installation and have no audit entry. Throws `conflict` for a why of no vote.
 */
export async function recordUsefulness(ctx: Ctx, input: UsefulnessInput): Promise<void> {
  const { vote, why, subjectKind, subjectId } = parseInput(usefulnessInput, input);
  authorise(ctx.actor, 'feedback.vote');
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can say whether it was useful.');
  const key = { subjectKind, subjectId, personId: ctx.actor.id };
  await write(ctx, async (w) => {
    if (vote === undefined) {
      if (why !== undefined && (await updateWhy(w.db, key, why))) return;
      throw new LeewayError('conflict', 'Say first whether it was useful, then why.', { field: 'vote' });
    }
    const before = await selectVote(w.db, key);
    // A reason for the other answer is none for this one.
    const kept = before?.vote === vote ? before.why : null;
    await upsertVote(w.db, { ...key, vote, why: why ?? kept, findingKind: null, audienceId: null, at: w.now });
  });
}
