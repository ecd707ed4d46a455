import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectAudiences, type Audience } from './store.ts';

export type { Audience } from './store.ts';

const maxAudiences = 200;

/** Every audience, by id. */
export async function readAudiences(ctx: Ctx): Promise<Audience[]> {
  authorise(ctx.actor, 'digest.read');
  const rows = await selectAudiences(ctx.db, maxAudiences + 1);
  if (rows.length > maxAudiences) throw new LeewayError('too-large', `Leeway holds at most ${maxAudiences} audiences.`);
  return rows;
}
