import type { Ctx } from '../db/ctx.ts';
import { refreshEvidence } from './refresh-evidence.ts';
import { selectRequests } from './request-store.ts';

const maxOpen = 50;

/**
 * Brings the cards of a model's open requests up to date, for whoever changed what they rest on: checks were made, another
 * version went live. Whatever it misses is found when somebody votes. Each request in a transaction of its own.
 */
export async function refreshRequestsOf(ctx: Ctx, { modelId, version }: { modelId: string; version?: number }): Promise<void> {
  const open = await selectRequests(ctx.db, { modelId, states: ['open'] }, maxOpen);
  for (const row of open) if (version === undefined || row.version === version) await refreshEvidence(ctx, row.id);
}
