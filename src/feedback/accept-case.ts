import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { parseInput } from '../shared/parse.ts';
import { maskPersonal } from '../shared/mask.ts';
import { isFresh } from './assert-seen.ts';
import { assertState } from './case-rules.ts';
import { acceptInput, type AcceptInput } from './case-schemas.ts';
import { assertDay } from './days.ts';
import { assertTriages, loadCase } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { callIn } from './call-in.ts';
import { newPromise } from './promise.ts';

/** Takes a case in hand and says by when the answer comes. Whoever accepts it owns it from then on. */
export async function acceptCase(ctx: Ctx, input: AcceptInput): Promise<CaseMoved> {
  const { caseId, revision, answerBy, words } = parseInput(acceptInput, input);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row } = loaded;
    await assertTriages(w, loaded);
    if (!(await isFresh(w, loaded, revision, 'accepted'))) return unchanged(loaded);
    assertState(row, ['flagged'], 'there is nothing to accept any more');
    if (answerBy) assertDay(answerBy, loaded.today, 'answerBy');
    const said = words === undefined ? undefined : maskPersonal(words);
    const kept = row.promisedOn !== null && row.promisedOn >= loaded.today ? row.promisedOn : null;
    const promisedOn = answerBy ?? kept ?? (await newPromise(w, loaded)).promisedOn;
    await callIn(w, loaded.card.id, w.actor.id, 'owner');
    return moveCase(w, loaded, {
      verb: 'accept',
      event: { kind: 'accepted', data: { answerBy: promisedOn }, ...(said ? { words: said.text } : {}) },
      change: {
        state: 'accepted',
        waitsFor: 'owner',
        ownerId: w.actor.id,
        promisedOn,
        firstAnswerAt: row.firstAnswerAt ?? w.now,
      },
      masked: said?.masked ?? [],
    });
  });
}
