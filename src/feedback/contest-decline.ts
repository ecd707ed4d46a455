import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMembers } from '../people/members.ts';
import { readPersons, type Person } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { callIn } from './call-in.ts';
import { assertState } from './case-rules.ts';
import { contestInput, type ContestInput } from './case-schemas.ts';
import { selectDecliners } from './case-store.ts';
import { assertVoice, loadCase, reading, type Loaded } from './load-case.ts';
import { moveCase, type CaseMoved } from './move-case.ts';
import { newPromise } from './promise.ts';
import { ownersInOrder } from './rules.ts';

/** Asks for a second look at a declined case, by somebody who has not declined it. Throws `conflict` where nobody is left. */
export async function contestDecline(ctx: Ctx, input: ContestInput): Promise<CaseMoved> {
  const { caseId, words } = parseInput(contestInput, input);
  const { text, masked } = maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    await assertVoice(w, loaded);
    assertState(loaded.row, ['declined'], 'there is nothing to look at again');
    const to = await secondLooker(w, loaded);
    await callIn(w, loaded.card.id, to.id, 'owner');
    const { promisedOn } = await newPromise(w, loaded);
    return moveCase(w, loaded, {
      verb: 'contest',
      event: { kind: 'contested', words: text, data: { toPersonId: to.id, toName: to.name } },
      change: { state: 'flagged', waitsFor: 'owner', ownerId: to.id, promisedOn },
      masked,
    });
  });
}

/** The next of the model's owners, else a builder of its team; never whoever declined it or raised it. */
async function secondLooker(w: WriteCtx, { row, model, voices }: Loaded): Promise<Person> {
  const ctx = reading(w);
  const never = new Set([...(await selectDecliners(w.db, row.id)), ...voices]);
  const teamId = row.teamId ?? model.teamId;
  const builders = teamId === null ? [] : await readMembers(ctx, { teamId, roles: ['data-scientist', 'engineer'] });
  const ids = [...ownersInOrder(model.owners), ...builders].filter((id) => !never.has(id));
  const persons = await readPersons(ctx, ids);
  const to = ids.map((id) => persons.get(id)).find((one) => one?.active);
  if (to) return to;
  throw new LeewayError('conflict', `Everybody who answers for ${model.title} has looked at case ${row.number} already.`, {
    hint: 'Raise it with the business owner, or as a new case with what is new.',
  });
}
