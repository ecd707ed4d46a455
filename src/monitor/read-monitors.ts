import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { monitorSpec, type MonitorSpec } from './schemas.ts';
import { selectMonitors } from './store.ts';

export interface Monitor {
  modelId: string;
  spec: MonitorSpec;
  specHash: string;
  updatedAt: Date;
}

const maxMonitors = 20_000;

/** How some models are watched (of all, when none are named), by model id. A model without a monitor is absent. */
export async function readMonitors(ctx: Ctx, modelIds?: string[]): Promise<Monitor[]> {
  authorise(ctx.actor, 'registry.read');
  if (modelIds?.length === 0) return [];
  const rows = await selectMonitors(ctx.db, modelIds, maxMonitors + 1);
  if (rows.length > maxMonitors) throw new LeewayError('too-large', `More than ${maxMonitors} monitors: ask for fewer models.`);
  return rows.map((row) => ({ ...row, spec: monitorSpec.parse(row.spec) }));
}
