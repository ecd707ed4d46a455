import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { isFresh } from './assert-seen.ts';
import { assertState } from './case-rules.ts';
import { askInput, type AskInput } from './case-schemas.ts';
import { assertTriages, loadCase, reading, type Loaded } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { keyedEvent } from './keyed-event.ts';
import type { WriteCtx } from '../audit/write.ts';

/** Asks whoever raised a case, in their direct message and in the thread; until they reply it is their turn. */
export async function askFlagger(ctx: Ctx, input: AskInput): Promise<CaseMoved> {
  const { caseId, words, revision, clientKey, inThread } = parseInput(askInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row } = loaded;
    await assertTriages(w, loaded);
    const keyed = await keyedEvent(w, clientKey);
    if (keyed?.known) return unchanged(loaded);
    await isFreshOrAnother(w, loaded, revision);
    assertState(row, ['flagged', 'accepted', 'acting'], 'nothing is asked about it any more');
    await assertReachable(w, loaded);
    return moveCase(w, loaded, {
      verb: 'ask',
      event: { ...keyed?.event, inThread, kind: 'asked', words: text },
      change: { waitsFor: 'flagger', firstAnswerAt: row.firstAnswerAt ?? w.now },
      masked,
    });
  });
}

/** A person may ask a second thing: only what others decided meanwhile is in the way. */
const isFreshOrAnother = (w: WriteCtx, loaded: Loaded, revision: number) => isFresh(w, loaded, revision, 'asked');

async function assertReachable(w: WriteCtx, { row, voices }: Loaded): Promise<void> {
  const persons = await readPersons(reading(w), voices);
  if (voices.some((id) => persons.get(id)?.active)) return;
  const name = persons.get(row.flaggedById)?.name ?? 'Whoever raised it';
  throw new LeewayError('conflict', `${name} has left, so nobody can be asked about case ${row.number}.`, {
    hint: 'Decide on what is there, or hand the case to somebody who knows.',
  });
}
