import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { isFresh } from './assert-seen.ts';
import { assertState } from './case-rules.ts';
import { declineInput, type DeclineInput } from './case-schemas.ts';
import { assertTriages, loadCase } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';

/** Says that nothing will be done, and why. Whoever raised it may ask somebody else for a second look. */
export async function declineCase(ctx: Ctx, input: DeclineInput): Promise<CaseMoved> {
  const { caseId, words, revision } = parseInput(declineInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    await assertTriages(w, loaded);
    if (!(await isFresh(w, loaded, revision, 'declined'))) return unchanged(loaded);
    assertState(loaded.row, ['flagged', 'accepted'], 'it cannot be declined');
    return moveCase(w, loaded, {
      verb: 'decline',
      event: { kind: 'declined', words: text },
      change: {
        state: 'declined',
        waitsFor: null,
        declinedById: w.actor.id,
        firstAnswerAt: loaded.row.firstAnswerAt ?? w.now,
      },
      masked,
    });
  });
}
