import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { actionWords } from './action-words.ts';
import { isFresh } from './assert-seen.ts';
import { assertState } from './case-rules.ts';
import { finishInput, type FinishInput } from './case-schemas.ts';
import { selectActions } from './case-store.ts';
import { figuresAround } from './figures-around.ts';
import { assertTriages, loadCase, reading, type Loaded } from './load-case.ts';
import { maxActionsOfCase, moveCase, unchanged, type CaseMoved } from './move-case.ts';

/**
 * “You said, we did”: what changed, with the figures of then and now, and whoever raised it is asked whether it is
 * repaired. Where everybody who raised it has left, it is closed as unconfirmed. Throws `conflict` while something is open.
 */
export async function finishCase(ctx: Ctx, input: FinishInput): Promise<CaseMoved> {
  const { caseId, words, revision } = parseInput(finishInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row, zone } = loaded;
    await assertTriages(w, loaded);
    if (!(await isFresh(w, loaded, revision, 'finished'))) return unchanged(loaded);
    assertState(row, ['flagged', 'accepted', 'answered', 'acting'], 'it is not marked as done');
    await assertNothingOpen(w, loaded);
    const { before, after } = await figuresAround(w, row, zone);
    const moved = await moveCase(w, loaded, {
      verb: 'finish',
      event: { kind: 'finished', words: text, data: { before, after } },
      change: {
        state: 'done',
        waitsFor: 'flagger',
        doneAt: w.now,
        firstAnswerAt: row.firstAnswerAt ?? w.now,
        ...(row.ownerId === null ? { ownerId: w.actor.id } : {}),
      },
      masked,
      detail: { before, after },
    });
    return (await closeIfAllLeft(w, moved)) ?? moved;
  });
}

async function assertNothingOpen(w: WriteCtx, { row }: Loaded): Promise<void> {
  const open = (await selectActions(w.db, row.id, maxActionsOfCase)).filter((one) => one.state === 'open');
  if (open.length === 0) return;
  const [first] = open;
  const more = open.length > 1 ? ` and ${open.length - 1} more` : '';
  throw new LeewayError(
    'conflict',
    `Something is still open: “${actionWords[first!.kind]}” (${first!.personName ?? first!.personId})${more}.`,
    { hint: 'Mark it as done or given up first.' },
  );
}

/** Nobody is left who could confirm it. */
async function closeIfAllLeft(w: WriteCtx, { caseId, masked }: CaseMoved): Promise<CaseMoved | undefined> {
  const loaded = await loadCase(w, caseId);
  const persons = await readPersons(reading(w), loaded.voices);
  if (loaded.voices.some((id) => persons.get(id)?.active)) return undefined;
  return {
    ...(await moveCase(w, loaded, {
      verb: 'unconfirmed',
      event: { kind: 'unconfirmed', data: { why: 'left' } },
      change: { state: 'unconfirmed', waitsFor: null },
    })),
    masked,
  };
}
