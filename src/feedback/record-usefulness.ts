import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { say } from '../outbox/say.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { askSubject } from './usefulness-ask.ts';
import { usefulnessInput, type UsefulnessInput } from './schemas.ts';
import { countUnhelpful, insertAsk, selectNewestAsk, selectVote, updateWhy, upsertVote } from './usefulness-store.ts';

/** So many texts of no use, within so long, and a person is asked what to change. */
const unhelpfulBeforeAsking = 3;
const withinMs = 84 * 86_400_000;

/**
 * “Was this useful?”: a person's last vote on an edition or an answer counts, kept with what it led with and for whom it was
 * written; why may come with it or later and leaves the vote as it is. After three “no” the person is asked what to change,
 * once in twelve weeks. Votes are no state of the installation and have no audit entry. Throws `conflict` for a why of no
 * vote; `masked` names what was taken out of the why before it was kept.
 */
export async function recordUsefulness(ctx: Ctx, input: UsefulnessInput): Promise<{ masked: string[] }> {
  const { vote, why: words, subjectKind, subjectId, findingKind = null, audienceId = null } = parseInput(usefulnessInput, input);
  authorise(ctx.actor, 'feedback.vote');
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can say whether it was useful.');
  const key = { subjectKind, subjectId, personId: ctx.actor.id };
  const { text: why, masked } = words === undefined ? { text: undefined, masked: [] } : maskPersonal(words);
  await write(ctx, async (w) => {
    if (vote === undefined) {
      if (why !== undefined && (await updateWhy(w.db, key, why))) return;
      throw new LeewayError('conflict', 'Say first whether it was useful, then why.', { field: 'vote' });
    }
    const before = await selectVote(w.db, key);
    // A reason for the other answer is none for this one.
    const kept = before?.vote === vote ? before.why : null;
    await upsertVote(w.db, { ...key, vote, why: why ?? kept, findingKind, audienceId, at: w.now });
    if (vote === 'no' && before?.vote !== 'no') await askWhatToChange(w, ctx.actor.id);
  });
  return { masked };
}

async function askWhatToChange(w: WriteCtx, personId: string): Promise<void> {
  const since = new Date(w.now.getTime() - withinMs);
  const asked = await selectNewestAsk(w.db, personId);
  if (asked && asked.askedAt > since) return;
  if ((await countUnhelpful(w.db, personId, since)) < unhelpfulBeforeAsking) return;
  const askedAt = w.now.toISOString();
  if (!(await insertAsk(w.db, { personId, askedAt: w.now }))) return;
  await say(w, {
    kind: 'usefulness-ask',
    data: { personId, askedAt },
    destination: `person:${personId}`,
    shows: [askSubject(personId)],
    dedupeKey: `usefulness-ask ${personId} ${askedAt}`,
  });
}
