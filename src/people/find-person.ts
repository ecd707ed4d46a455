import type { Ctx } from '../db/ctx.ts';
import type { Actor } from '../shared/actor.ts';
import { selectBySlack, type Person } from './store.ts';

export type { Person } from './store.ts';

/**
 * The active person behind a Slack user, with roles and teams, in one statement; undefined for a stranger. Asks for no
 * right, because it is what rights are derived from.
 */
export const findPersonBySlack = (ctx: Pick<Ctx, 'db'>, teamId: string, userId: string): Promise<Person | undefined> =>
  selectBySlack(ctx.db, teamId, userId);

/** A person as the one who acts. */
export const actorFor = (person: Person, account?: string): Extract<Actor, { kind: 'person' }> => ({
  kind: 'person',
  id: person.id,
  name: person.name,
  roles: person.roles,
  teams: person.teams,
  ...(account ? { account } : {}),
});
