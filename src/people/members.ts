import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import type { Role } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectDeputiesOf, selectMembers } from './members-store.ts';
import type { Deputy } from './store.ts';

const maxMembers = 500;
const maxDeputies = 5_000;

/** Ids of active people who hold one of the roles, who are of the team, or both where both are given; by id. */
export async function readMembers(ctx: Ctx, who: { roles?: readonly Role[]; teamId?: string }): Promise<string[]> {
  authorise(ctx.actor, 'people.read');
  const ids = await selectMembers(ctx.db, who, maxMembers + 1);
  if (ids.length > maxMembers)
    throw new LeewayError('too-large', `More than ${maxMembers} people would share one seat: name a team, or fewer people.`);
  return ids;
}

/** Every deputy of these people whose time has not ended at the instant. */
export async function readDeputiesOf(ctx: Ctx, personIds: readonly string[], at: Date = ctx.now): Promise<Deputy[]> {
  authorise(ctx.actor, 'people.read');
  if (personIds.length === 0) return [];
  const rows = await selectDeputiesOf(ctx.db, [...personIds], at, maxDeputies + 1);
  if (rows.length > maxDeputies) throw new LeewayError('too-large', `At most ${maxDeputies} deputies are read at once.`);
  return rows;
}
