import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { likePattern } from '../shared/like.ts';
import { countUnbound, selectPeople, selectPersons, selectTeams, type Person, type Team } from './store.ts';

export type { Person } from './store.ts';

const maxIds = 5_000;
const maxTeams = 1_000;
export const maxPeoplePage = 100;

/** Persons by id, in one statement; an unknown id is absent. */
export async function readPersons(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Person>> {
  authorise(ctx.actor, 'people.read');
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  if (wanted.length > maxIds)
    throw new LeewayError('too-large', `At most ${maxIds} persons are read at once, not ${wanted.length}.`);
  return new Map((await selectPersons(ctx.db, wanted)).map((one) => [one.id, one]));
}

export async function readPerson(ctx: Ctx, id: string): Promise<Person> {
  const found = (await readPersons(ctx, [id])).get(id);
  if (!found)
    throw new LeewayError('not-found', `There is no person “${id}”.`, {
      field: 'personId',
      hint: 'People stand in leeway.yml under `people`.',
    });
  return found;
}

/** A page of persons by id; `after` is the last id of the page before, `more` says that another follows. */
export async function listPeople(
  ctx: Ctx,
  input: { search?: string; after?: string; limit?: number } = {},
): Promise<{ people: Person[]; more: boolean }> {
  authorise(ctx.actor, 'people.read');
  const limit = input.limit ?? maxPeoplePage;
  if (limit < 1 || limit > maxPeoplePage)
    throw new LeewayError('too-large', `A page holds 1 to ${maxPeoplePage} persons, not ${limit}.`, { field: 'limit' });
  const rows = await selectPeople(ctx.db, {
    ...(input.search ? { pattern: likePattern(input.search) } : {}),
    ...(input.after === undefined ? {} : { after: input.after }),
    limit: limit + 1,
  });
  return { people: rows.slice(0, limit), more: rows.length > limit };
}

/** How many active people have an e-mail address and no Slack account yet. */
export async function countWithoutAccount(ctx: Ctx): Promise<number> {
  authorise(ctx.actor, 'people.read');
  return countUnbound(ctx.db);
}

/** Every team, by id. */
export async function readTeams(ctx: Ctx): Promise<Team[]> {
  authorise(ctx.actor, 'people.read');
  const rows = await selectTeams(ctx.db, maxTeams + 1);
  if (rows.length > maxTeams) throw new LeewayError('too-large', `Leeway holds at most ${maxTeams} teams.`);
  return rows;
}
