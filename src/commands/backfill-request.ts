import type { Ctx } from '../db/ctx.ts';
import type { BackfillAnswer, BackfillRequest } from '../http/deps.ts';
import { readBackfill, startBackfill } from '../monitor/backfill.ts';
import { commandActor } from './command-actor.ts';

/** Carries out what `leeway backfill` asked, in the server or in the command's own process. */
export async function backfillRequest(base: Omit<Ctx, 'actor'>, request: BackfillRequest): Promise<BackfillAnswer> {
  const ctx: Ctx = { ...base, actor: await commandActor(base, request) };
  const { modelIds, weeks } = request;
  const since = request.since === undefined ? (await startBackfill(ctx, { modelIds, weeks })).since : new Date(request.since);
  return { since: since.toISOString(), models: await readBackfill(ctx, { modelIds, weeks, since }) };
}
