import type { Ctx } from '../db/ctx.ts';
import { selectByRoles, selectIdsByRoles } from './store.ts';

const maxNamed = 3;

/** Whom a stranger may ask to be let in, by name. Anybody may know. */
export const listAdministrators = (ctx: Pick<Ctx, 'db'>): Promise<string[]> =>
  selectByRoles(ctx.db, ['admin', 'operator'], maxNamed);

const maxOperators = 20;

/** Ids of those who run Leeway and can be told in Slack: the operators, or the administrators where there are none. */
export async function listOperators(ctx: Pick<Ctx, 'db'>): Promise<string[]> {
  const operators = await selectIdsByRoles(ctx.db, ['operator'], maxOperators);
  return operators.length > 0 ? operators : selectIdsByRoles(ctx.db, ['admin'], maxOperators);
}
