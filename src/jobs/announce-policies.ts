import { readPolicyNotice, sayPolicies } from '../approvals/announce-policies.ts';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import { readModels } from '../registry/read-model.ts';

/**
 * Tells the channel of every audience that reads about the models of a policy that it has changed, as a release is told.
 * Twice, it tells once; who was told in the policy's own channel is not told again there.
 */
export async function announcePoliciesToAudiences(ctx: Ctx, { requestId }: { requestId: string }): Promise<void> {
  const notice = await readPolicyNotice(ctx, requestId);
  if (!notice) return;
  const { modelIds } = notice;
  const models = modelIds && [...(await readModels(ctx, modelIds)).values()];
  const concerns = (teamId: string | null) =>
    teamId === null || models === null || models.some((model) => model.teamId === teamId);
  const audiences = (await readAudiences(ctx)).filter((one) => concerns(one.teamId));
  await write(ctx, async (w) => {
    for (const destination of new Set(audiences.map((one) => one.channel))) await sayPolicies(w, requestId, notice, destination);
  });
}
