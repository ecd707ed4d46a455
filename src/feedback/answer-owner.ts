import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { isClosed } from './case-rules.ts';
import { replyInput, type ReplyInput } from './case-schemas.ts';
import { keyedEvent } from './keyed-event.ts';
import { assertVoice, loadCase } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { newPromise } from './promise.ts';

/**
 * What whoever raised a case (or said the same) writes to its owner: the reply to a question gives the turn back, with a
 * new promised day; anything else is added as long as the case is not closed.
 */
export async function answerOwner(ctx: Ctx, input: ReplyInput): Promise<CaseMoved> {
  const { caseId, words, clientKey, inThread } = parseInput(replyInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row } = loaded;
    await assertVoice(w, loaded);
    const keyed = await keyedEvent(w, clientKey);
    if (keyed?.known) return unchanged(loaded);
    if (isClosed(row.state)) {
      const merged = row.state === 'merged';
      throw new LeewayError('conflict', `Case ${row.number} ${merged ? 'goes on as part of another case' : 'is closed'}.`, {
        hint: merged ? 'Write there instead.' : 'Open it again, with what you wanted to say.',
      });
    }
    const asked = row.waitsFor === 'flagger' && (row.state === 'flagged' || row.state === 'accepted' || row.state === 'acting');
    const { promisedOn } = asked ? await newPromise(w, loaded) : row;
    return moveCase(w, loaded, {
      verb: asked ? 'reply' : 'add',
      event: { ...keyed?.event, inThread, kind: asked ? 'replied' : 'added', words: text },
      ...(asked ? { change: { waitsFor: 'owner' as const, promisedOn } } : {}),
      masked,
    });
  });
}
