import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { hashWords } from '../people/hash-words.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { actionSteps } from './action-words.ts';
import { isFresh } from './assert-seen.ts';
import { callIn } from './call-in.ts';
import { assertState } from './case-rules.ts';
import { answerInput, type AnswerInput } from './case-schemas.ts';
import { insertActions, selectActions, type ActionRow } from './case-store.ts';
import { assertDay } from './days.ts';
import { followAction } from './follow-action.ts';
import { assertTriages, loadCase, reading, type Loaded } from './load-case.ts';
import { maxActionsOfCase, moveCase, unchanged, type CaseMoved } from './move-case.ts';
import type { z } from 'zod';

type Planned = z.output<typeof answerInput>['actions'][number];

/**
 * The answer: what was found, and what is done about it, by whom and when. Where nothing is left to do whoever raised it
 * is asked whether that settles it; otherwise the case goes on until everything planned has come to its end.
 */
export async function answerCase(ctx: Ctx, input: AnswerInput): Promise<CaseMoved> {
  const { caseId, words, actions, revision } = parseInput(answerInput, input);
  const said = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row } = loaded;
    await assertTriages(w, loaded);
    if (!(await isFresh(w, loaded, revision, 'answered'))) return unchanged(loaded);
    assertState(row, ['flagged', 'accepted', 'answered', 'acting'], 'it is not answered any more');
    const names = await assertDoable(w, loaded, actions);
    const { rows, masked, hashes } = await plan(w, loaded, actions);
    await openActions(w, loaded, rows);
    const all = await selectActions(w.db, row.id, maxActionsOfCase);
    const days = all.filter((one) => one.state === 'open').map((one) => one.dueOn);
    const last = days.toSorted().at(-1);
    return moveCase(w, loaded, {
      verb: 'answer',
      event: {
        kind: 'answered',
        words: said.text,
        data: { actions: rows.length, actionIds: rows.map((one) => one.id), names: [...names.values()] },
      },
      change: {
        state: last ? 'acting' : 'answered',
        waitsFor: last ? 'owner' : 'flagger',
        firstAnswerAt: row.firstAnswerAt ?? w.now,
        ...(last ? { promisedOn: last } : {}),
        ...(row.ownerId === null && w.actor.kind === 'person' ? { ownerId: w.actor.id } : {}),
      },
      masked: [...new Set([...said.masked, ...masked])],
      detail: { actions: rows.map(({ id, kind, personId, dueOn }) => ({ id, kind, personId, dueOn })), wordsHashes: hashes },
    });
  });
}

/** Who is to do it must be there, and the day must not have passed. Returns names by id. */
async function assertDoable(w: WriteCtx, { row, today }: Loaded, actions: readonly Planned[]): Promise<Map<string, string>> {
  const persons = await readPersons(
    reading(w),
    actions.map((one) => one.personId),
  );
  const before = await selectActions(w.db, row.id, maxActionsOfCase);
  if (before.length + actions.length > maxActionsOfCase)
    throw new LeewayError('too-large', `Case ${row.number} has ${maxActionsOfCase} actions already.`, { field: 'actions' });
  actions.forEach(({ personId, dueOn, kind }, index) => {
    const person = persons.get(personId);
    const field = `actions.${index}`;
    if (!person)
      throw new LeewayError('not-found', `There is no person “${personId}” who could do it.`, { field: `${field}.personId` });
    if (!person.active)
      throw new LeewayError('conflict', `${person.name} has left and cannot do it.`, { field: `${field}.personId` });
    if (kind !== 'nothing') assertDay(dueOn, today, `${field}.dueOn`);
  });
  return new Map(actions.map((one) => [one.personId, persons.get(one.personId)!.name]));
}

async function plan(w: WriteCtx, { row }: Loaded, actions: readonly Planned[]) {
  const masked = new Set<string>();
  const hashes: Record<string, string> = {};
  const rows: ActionRow[] = [];
  for (const { kind, words, personId, dueOn } of actions) {
    const clean = words === undefined ? undefined : maskPersonal(words);
    clean?.masked.forEach((one) => masked.add(one));
    const id = newId();
    if (clean) hashes[id] = await hashWords(w, id, clean.text);
    // That nothing is done needs nobody to do it.
    const ended = kind === 'nothing' ? { state: 'done' as const, doneAt: w.now } : { state: 'open' as const, doneAt: null };
    rows.push({ id, caseId: row.id, kind, words: clean?.text ?? null, personId, dueOn, plannedAt: w.now, link: null, ...ended });
  }
  await insertActions(w.db, rows);
  return { rows, masked: [...masked], hashes };
}

/** Each goes on the list of who does it, and who does it sees the case. */
async function openActions(w: WriteCtx, loaded: Loaded, rows: readonly ActionRow[]): Promise<void> {
  for (const action of rows) {
    if (action.state !== 'open') continue;
    await followAction(w, loaded, action, actionSteps[action.kind]);
    await callIn(w, loaded.card.id, action.personId, 'doer');
  }
}
