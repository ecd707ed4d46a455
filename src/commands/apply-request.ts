import { applyConfig } from '../apply/apply.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ApplyAnswer, ApplyRequest } from '../http/deps.ts';
import { commandActor } from './command-actor.ts';

/** Carries out what `leeway apply` asked, in the server or in the command's own process. */
export async function applyRequest(base: Omit<Ctx, 'actor'>, request: ApplyRequest): Promise<ApplyAnswer> {
  const actor = await commandActor(base, request);
  const { text, path, dryRun, prune } = request;
  const { changes, kept } = await applyConfig({ ...base, actor }, { source: text, path }, { dryRun, prune });
  return { lines: changes.map((change) => change.text), kept: kept.map((change) => change.text) };
}
