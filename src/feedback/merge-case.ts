import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { isFresh } from './assert-seen.ts';
import { callIn } from './call-in.ts';
import { assertState, isClosed } from './case-rules.ts';
import { mergeInput, type MergeInput } from './case-schemas.ts';
import { lockCase, moveMerged } from './case-store.ts';
import { assertTriages, loadCase, reading, type Loaded } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';

/**
 * Joins a case with another that is about the same: it goes on there, and everybody who raised either is told of every
 * step. Returns how the merged one stands.
 */
export async function mergeCase(ctx: Ctx, input: MergeInput): Promise<CaseMoved> {
  const { caseId, into, revision } = parseInput(mergeInput, input);
  if (caseId === into) throw new LeewayError('invalid', 'A case cannot be joined with itself.', { field: 'into' });
  return write(ctx, async (w) => {
    // Both are locked in one order, whichever is joined with which.
    for (const id of [caseId, into].toSorted()) await lockCase(w.db, id);
    const loaded = await loadCase(w, caseId);
    await assertTriages(w, loaded);
    if (!(await isFresh(w, loaded, revision, 'merged'))) return unchanged(loaded);
    assertState(loaded.row, ['flagged', 'accepted', 'answered'], 'it cannot be joined with another');
    const target = await loadTarget(w, into);
    await joinVoices(w, loaded, target);
    return moveCase(w, loaded, {
      verb: 'merge',
      event: { kind: 'merged', data: { into: target.row.number, intoId: target.row.id } },
      change: { state: 'merged', waitsFor: null, mergedInto: into, firstAnswerAt: loaded.row.firstAnswerAt ?? w.now },
      detail: { into },
    });
  });
}

async function loadTarget(w: WriteCtx, into: string): Promise<Loaded> {
  const target = await loadCase(w, into);
  const { number, state } = target.row;
  if (isClosed(state))
    throw new LeewayError('conflict', `Case ${number} is closed, so nothing is joined with it.`, {
      field: 'into',
      hint: 'Choose one that is open.',
    });
  return target;
}

/** Whoever raised the one, or one that was joined with it before, gets the other's card and is told of its steps. */
async function joinVoices(w: WriteCtx, from: Loaded, into: Loaded): Promise<void> {
  await moveMerged(w.db, from.row.id, into.row.id);
  for (const personId of from.voices) await callIn(w, into.card.id, personId, 'voice');
  const names = await readPersons(reading(w), [from.row.flaggedById]);
  const name = names.get(from.row.flaggedById)?.name ?? from.row.flaggedById;
  await moveCase(w, into, {
    verb: 'join',
    event: { kind: 'joined', data: { number: from.row.number, caseId: from.row.id, name } },
    detail: { from: from.row.id },
  });
}
