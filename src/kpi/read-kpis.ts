import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectKpis, type Kpi } from './store.ts';

export type { Kpi } from './store.ts';

const maxModels = 20_000;
const maxKpis = 50_000;

/** The KPIs of some models, by model and id. One statement whatever the number of models. */
export async function readKpis(ctx: Ctx, modelIds: string[]): Promise<Kpi[]> {
  authorise(ctx.actor, 'registry.read');
  if (modelIds.length === 0) return [];
  if (modelIds.length > maxModels) throw new LeewayError('too-large', `KPIs of at most ${maxModels} models are read at once.`);
  const rows = await selectKpis(ctx.db, modelIds, maxKpis + 1);
  if (rows.length > maxKpis) throw new LeewayError('too-large', `More than ${maxKpis} KPIs: ask for fewer models.`);
  return rows;
}
