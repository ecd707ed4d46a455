import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { callIn } from './call-in.ts';
import { handActionInput, type HandActionInput } from './case-schemas.ts';
import { updateAction } from './case-store.ts';
import { assertDay } from './days.ts';
import { followAction } from './follow-action.ts';
import { assertOpenAction, loadAction } from './load-action.ts';
import { reading } from './load-case.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { nextStepOfAction } from './request-turns.ts';

/** Gives what is to be done about a case to somebody else, or to another day; everybody in the case is told. */
export async function handAction(ctx: Ctx, input: HandActionInput): Promise<CaseMoved> {
  const { actionId, personId, dueOn, words } = parseInput(handActionInput, input);
  const said = words === undefined ? undefined : maskPersonal(words);
  return write(ctx, async (w) => {
    const { action, loaded } = await loadAction(w, actionId);
    assertOpenAction(action);
    const to = (await readPersons(reading(w), [personId ?? action.personId])).get(personId ?? action.personId);
    if (!to) throw new LeewayError('not-found', `There is no person “${personId}”.`, { field: 'personId' });
    if (!to.active) throw new LeewayError('conflict', `${to.name} has left and cannot do it.`, { field: 'personId' });
    const day = dueOn ?? action.dueOn;
    if (to.id === action.personId && day === action.dueOn) return unchanged(loaded);
    if (dueOn) assertDay(dueOn, loaded.today, 'dueOn');
    const { row, card } = loaded;
    await updateAction(w.db, actionId, { personId: to.id, dueOn: day });
    const handed = { ...action, personId: to.id, dueOn: day };
    await followAction(w, loaded, handed, await nextStepOfAction(w, action));
    await callIn(w, card.id, to.id, 'doer');
    const promisedOn = row.promisedOn !== null && row.promisedOn > day ? row.promisedOn : day;
    return moveCase(w, loaded, {
      verb: 'hand-action',
      event: {
        kind: 'action-handed',
        data: { actionId, kind: action.kind, toPersonId: to.id, toName: to.name, dueOn: day },
        ...(said ? { words: said.text } : {}),
      },
      change: { promisedOn },
      masked: said?.masked ?? [],
      detail: { actionId, from: action.personId, to: to.id, dueOn: day },
    });
  });
}
