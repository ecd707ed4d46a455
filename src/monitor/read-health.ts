import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Day, Grain } from '../shared/period.ts';
import { selectHealth } from './run-store.ts';

/** How a model's last look went. */
export interface Health {
  modelId: string;
  state: 'calm' | 'attention' | 'unchecked';
  severity: number;
  findings: number;
  lastRunId: string | null;
  grain: Grain | null;
  periodStart: Day | null;
  periodEnd: Day | null;
  reason: string | null;
  updatedAt: Date;
}

const maxModels = 1_000;

/** The health of some models by id, in one statement; a model that was never looked at is absent. */
export async function readHealth(ctx: Ctx, modelIds: readonly string[]): Promise<Map<string, Health>> {
  authorise(ctx.actor, 'facts.read');
  if (modelIds.length === 0) return new Map();
  if (modelIds.length > maxModels)
    throw new LeewayError('too-large', `The health of at most ${maxModels} models is read at once.`);
  return new Map((await selectHealth(ctx.db, [...modelIds])).map((row) => [row.modelId, row]));
}
