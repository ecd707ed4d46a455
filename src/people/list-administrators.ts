import type { Ctx } from '../db/ctx.ts';
import { selectByRoles } from './store.ts';

const maxNamed = 3;

/** Whom a stranger may ask to be let in, by name. Anybody may know. */
export const listAdministrators = (ctx: Pick<Ctx, 'db'>): Promise<string[]> =>
  selectByRoles(ctx.db, ['admin', 'operator'], maxNamed);
