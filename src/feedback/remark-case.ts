import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { replyInput, type ReplyInput } from './case-schemas.ts';
import { keyedEvent } from './keyed-event.ts';
import { loadCase } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';

/** A line about a case by anybody who may look at it: whoever raised it reads it too, and nobody's turn changes. */
export async function remarkCase(ctx: Ctx, input: ReplyInput): Promise<CaseMoved> {
  const { caseId, words, clientKey, inThread } = parseInput(replyInput, input);
  const { text, masked } = maskPersonal(words);
  if (ctx.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can write about a case.');
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const keyed = await keyedEvent(w, clientKey);
    if (keyed?.known) return unchanged(loaded);
    return moveCase(w, loaded, { verb: 'remark', event: { ...keyed?.event, inThread, kind: 'said', words: text }, masked });
  });
}
