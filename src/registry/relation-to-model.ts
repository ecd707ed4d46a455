import type { Ctx } from '../db/ctx.ts';
import type { Relation } from '../shared/access.ts';
import { unknownModel } from './read-model.ts';
import { relationTo } from './rules.ts';
import { selectModelRow, selectOwners } from './store.ts';

/** What the actor's relation to a stored model is. Throws `not-found` with a hint. */
export async function relationToModel(ctx: Ctx, modelId: string): Promise<Relation> {
  const row = await selectModelRow(ctx.db, modelId);
  if (!row) throw await unknownModel(ctx, modelId);
  return relationTo(ctx.actor, { teamId: row.teamId, owners: await selectOwners(ctx.db, modelId) });
}
