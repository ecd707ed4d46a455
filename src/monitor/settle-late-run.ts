import type { Ctx } from '../db/ctx.ts';
import { readModels } from '../registry/read-model.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';
import { dayOf, weekOf } from '../shared/period.ts';
import { claimWindow } from './claim-window.ts';
import { giveUp } from './publish-run.ts';
import { readWatched } from './read-watched.ts';
import type { RunInput } from './run-monitor.ts';
import { findWindow, selectFindingsOf } from './run-store.ts';

/** Whether a window has an end that was told: published, or given up with a finding. */
export async function isSettled(ctx: Pick<Ctx, 'db'>, { modelId, grain, periodStart }: RunInput): Promise<boolean> {
  const run = await findWindow(ctx.db, { modelId, grain, periodStart });
  if (!run || run.state === 'running') return false;
  return run.state === 'published' || (await selectFindingsOf(ctx.db, run.id)).length > 0;
}

/**
 * A look that should have ended by now and has not is said to be missing, with the reason as far as it is known: as a finding
 * with a matter, told at once. The look itself may still come, and then stands in its place.
 */
export async function settleLateRun(ctx: Ctx, input: RunInput): Promise<void> {
  const model = (await readModels(ctx, [input.modelId])).get(input.modelId);
  if (!model || model.stage === 'retired' || (await isSettled(ctx, input))) return;
  const period = input.grain === 'week' ? weekOf(input.periodStart) : dayOf(input.periodStart);
  const before = await findWindow(ctx.db, input);
  const reason = before?.reason ?? (await whyNot(ctx, input.modelId));
  const claimed = await claimWindow(ctx, { modelId: input.modelId, version: model.servingVersion ?? 0 }, period);
  if (!claimed) return;
  await giveUp(
    ctx,
    { watched: { modelId: input.modelId, title: model.title }, period, claimed, past: false },
    new LeewayError('invalid', reason),
  );
}

/** What keeps a look from beginning; where nothing does, it was due and did not come to its end. */
async function whyNot(ctx: Ctx, modelId: string): Promise<string> {
  try {
    await readWatched(ctx, modelId);
    return 'The look was due and has not come to its end; those who run Leeway find why in its log.';
  } catch (error) {
    return messageOf(error);
  }
}
