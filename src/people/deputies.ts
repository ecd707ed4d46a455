import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectDeputies, selectDeputy, type Deputy, type Person } from './store.ts';

export type { Deputy } from './store.ts';

const maxDeputies = 10_000;

/** Who answers for a person at an instant of domain time; undefined when they answer for themselves. */
export async function deputyOf(ctx: Ctx, personId: string, at: Date = ctx.now): Promise<Person | undefined> {
  authorise(ctx.actor, 'people.read');
  return selectDeputy(ctx.db, personId, at);
}

/** Every deputy that was ever named, by person and begin. */
export async function readDeputies(ctx: Ctx): Promise<Deputy[]> {
  authorise(ctx.actor, 'people.read');
  const rows = await selectDeputies(ctx.db, maxDeputies + 1);
  if (rows.length > maxDeputies) throw new LeewayError('too-large', `Leeway holds at most ${maxDeputies} deputies.`);
  return rows;
}
