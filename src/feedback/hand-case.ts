import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMembers } from '../people/members.ts';
import { readPersons, readTeams, type Person } from '../people/read-persons.ts';
import type { Role } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { isFresh } from './assert-seen.ts';
import { callIn } from './call-in.ts';
import { assertState } from './case-rules.ts';
import { handInput, type HandInput } from './case-schemas.ts';
import { assertTriages, loadCase, reading } from './load-case.ts';
import { selectDecliners } from './case-store.ts';
import { moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { newPromise } from './promise.ts';

/**
 * Hands a case to another team or person: the thread stays one, whoever had it sees on, and the day is promised anew by
 * whoever has it now. Throws `not-found` for a team or person that is not there.
 */
export async function handCase(ctx: Ctx, input: HandInput): Promise<CaseMoved> {
  const { caseId, teamId, personId, words, revision } = parseInput(handInput, input);
  const said = words === undefined ? undefined : maskPersonal(words);
  return write(ctx, async (w) => {
    const loaded = await loadCase(w, caseId);
    const { row, card } = loaded;
    await assertTriages(w, loaded);
    if (!(await isFresh(w, loaded, revision, 'handed'))) return unchanged(loaded);
    assertState(row, ['flagged', 'accepted', 'answered', 'acting'], 'it is not handed on any more');
    const to = personId === undefined ? await ofTeam(w, teamId!) : await ofPerson(w, personId, row.teamId);
    if (to.person.id === row.ownerId && to.teamId === row.teamId)
      throw new LeewayError('conflict', `${to.person.name} has case ${row.number} already.`, { field: 'personId' });
    if ((await selectDecliners(w.db, row.id)).includes(to.person.id))
      throw new LeewayError('conflict', `${to.person.name} declined case ${row.number} before: somebody else is to look at it.`, {
        field: 'personId',
      });
    await callIn(w, card.id, to.person.id, 'owner');
    const { promisedOn } = await newPromise(w, { ...loaded, row: { ...row, promisedOn: null } }, to.teamId);
    const data = { toPersonId: to.person.id, toName: to.person.name, ...(to.teamName ? { toTeam: to.teamName } : {}) };
    return moveCase(w, loaded, {
      verb: 'hand',
      event: { kind: 'handed', data, ...(said ? { words: said.text } : {}) },
      change: {
        ownerId: to.person.id,
        teamId: to.teamId,
        promisedOn,
        ...(row.waitsFor ? {} : { waitsFor: 'owner' }),
      },
      masked: said?.masked ?? [],
      detail: { toPersonId: to.person.id, toTeamId: to.teamId },
    });
  });
}

interface Receiver {
  person: Person;
  teamId: string | null;
  teamName?: string;
}

/** Whoever of a team can repair something, first by name; else anybody of it. */
const first: (Role[] | undefined)[] = [['data-scientist'], ['engineer'], undefined];

async function ofTeam(w: WriteCtx, teamId: string): Promise<Receiver> {
  const ctx = reading(w);
  const team = (await readTeams(ctx)).find((one) => one.id === teamId);
  if (!team)
    throw new LeewayError('not-found', `There is no team “${teamId}”.`, { field: 'teamId', hint: 'Teams stand in leeway.yml.' });
  for (const roles of first) {
    const ids = await readMembers(ctx, { teamId, ...(roles ? { roles } : {}) });
    const persons = await readPersons(ctx, ids);
    const found = ids.map((id) => persons.get(id)).find((one) => one?.active);
    if (found) return { person: found, teamId, teamName: team.name };
  }
  throw new LeewayError('conflict', `${team.name} has nobody who could take the case.`, {
    field: 'teamId',
    hint: 'Hand it to a person instead.',
  });
}

async function ofPerson(w: WriteCtx, personId: string, teamId: string | null): Promise<Receiver> {
  const ctx = reading(w);
  const person = (await readPersons(ctx, [personId])).get(personId);
  if (!person) throw new LeewayError('not-found', `There is no person “${personId}”.`, { field: 'personId' });
  if (!person.active)
    throw new LeewayError('conflict', `${person.name} has left and cannot take the case.`, { field: 'personId' });
  const stays = teamId !== null && person.teams.includes(teamId);
  const ownTeam = stays ? teamId : (person.teams[0] ?? teamId);
  const name = ownTeam === teamId ? undefined : (await readTeams(ctx)).find((one) => one.id === ownTeam)?.name;
  return { person, teamId: ownTeam, ...(name ? { teamName: name } : {}) };
}
