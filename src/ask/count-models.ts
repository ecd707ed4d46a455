import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { countModels as countRows } from './list-store.ts';

/** How many models there are, or how many a search finds. */
export async function countModels(ctx: Ctx, search: string): Promise<number> {
  authorise(ctx.actor, 'registry.read');
  return countRows(ctx.db, search);
}
