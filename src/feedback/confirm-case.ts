import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { assertState } from './case-rules.ts';
import { confirmInput, reopenInput, type ConfirmInput, type ReopenInput } from './case-schemas.ts';
import { assertVoice, loadCase } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { newPromise } from './promise.ts';

/** Whoever raised a case (or said the same) says that it is repaired, or that the answer settles it. */
export async function confirmCase(ctx: Ctx, input: ConfirmInput): Promise<CaseMoved> {
  const { caseId, words } = parseInput(confirmInput, input);
  const said = words === undefined ? undefined : maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    await assertVoice(w, loaded);
    if (loaded.row.state === 'confirmed') return unchanged(loaded);
    assertState(loaded.row, ['done', 'answered', 'unconfirmed'], 'there is nothing to confirm');
    // An answer alone settles it; only what was done can be better.
    const isAnswer = loaded.row.state === 'answered';
    return moveCase(w, loaded, {
      verb: 'confirm',
      event: { kind: 'confirmed', ...(said ? { words: said.text } : {}), ...(isAnswer ? { data: { settled: true } } : {}) },
      change: { state: 'confirmed', waitsFor: null, confirmedAt: w.now },
      masked: said?.masked ?? [],
    });
  });
}

/** Whoever raised a case says what is still wrong: its owner has it in hand again, with a new promised day. */
export async function reopenCase(ctx: Ctx, input: ReopenInput): Promise<CaseMoved> {
  const { caseId, words } = parseInput(reopenInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row } = loaded;
    await assertVoice(w, loaded);
    assertState(row, ['done', 'answered', 'confirmed', 'unconfirmed'], 'it is open as it is');
    const { promisedOn } = await newPromise(w, { ...loaded, row: { ...row, promisedOn: null } });
    return moveCase(w, loaded, {
      verb: 'reopen',
      event: { kind: 'reopened', words: text },
      change: {
        state: 'accepted',
        waitsFor: 'owner',
        promisedOn,
        reopened: row.reopened + 1,
        doneAt: null,
        confirmedAt: null,
      },
      masked,
    });
  });
}
