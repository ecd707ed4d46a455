import { requestPromotion, type FollowsFrom, type Requested } from '../approvals/request-promotion.ts';
import type { PromotionInput } from '../approvals/schemas.ts';
import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { mayTakeVersion } from './action-words.ts';
import { openFromActionInput } from './case-schemas.ts';
import { updateAction } from './case-store.ts';
import { followAction } from './follow-action.ts';
import { assertOpenAction, loadAction } from './load-action.ts';
import { moveCase } from './move-case.ts';
import { isUnderWay, newestTurn, stepAfter } from './request-turns.ts';

/**
 * Asks, for a step of a case's answer, that a version be put live. Whoever asks does so with their own rights and duties:
 * the step only says what it is for, and the two name each other. Throws `conflict` while an earlier request for the same
 * step is under way, besides what asking for a promotion throws.
 */
export async function requestFromAction(ctx: Ctx, input: { actionId: string }, wish: PromotionInput): Promise<Requested> {
  const { actionId } = parseInput(openFromActionInput, input);
  const followsFrom = await write(ctx, (w) => assertMayAsk(w, actionId, wish.modelId));
  const requested = await requestPromotion(ctx, wish, followsFrom);
  await write(ctx, async (w) => {
    const { action, loaded } = await loadAction(w, actionId);
    const link = { kind: 'request' as const, id: requested.requestId };
    // The same form, sent twice.
    if (action.link?.id === link.id) return;
    await updateAction(w.db, actionId, { link });
    await followAction(w, loaded, action, stepAfter(action, requested.number, 'asked'));
    await moveCase(w, loaded, {
      verb: 'link-action',
      event: { kind: 'action-linked', data: { actionId, ...link, number: requested.number } },
      detail: { actionId, link },
    });
  });
  return requested;
}

/** Nothing is written: what could not be linked afterwards is not asked at all. */
async function assertMayAsk(w: WriteCtx, actionId: string, modelId: string): Promise<FollowsFrom> {
  const { action, loaded } = await loadAction(w, actionId);
  const { row, model } = loaded;
  assertOpenAction(action);
  if (!mayTakeVersion(action.kind))
    throw new LeewayError('conflict', 'This step takes no other version of the model.', { hint: 'Plan a step that does.' });
  if (row.modelId !== modelId)
    throw new LeewayError('invalid', `Case ${row.number} is about ${model.title}, not about “${modelId}”.`, { field: 'modelId' });
  const newest = await newestTurn(w, action);
  if (newest && isUnderWay(newest.turn))
    throw new LeewayError('conflict', `Request ${newest.number} was asked for this already.`, {
      hint: 'Its card shows how it stands: /leeway requests',
    });
  if (action.link && action.link.kind !== 'request')
    throw new LeewayError('conflict', 'This has opened something else already.', { hint: 'Plan a second step for this.' });
  return { actionId, caseId: row.id, caseNumber: row.number };
}
