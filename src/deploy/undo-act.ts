import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { announce } from './announce.ts';
import { lockPlace, selectOpenOrder, selectOrder } from './order-store.ts';
import { putPaused } from './pause.ts';
import { goTo } from './roll-back.ts';
import { selectObservation, selectRule } from './rule-store.ts';
import { placeOf, type Place } from './schemas.ts';
import { standingRuleSpec } from './standing-rule.ts';
import { assertCanGoTo, whatServes } from './what-serves.ts';
import type { WriteCtx } from '../audit/write.ts';

const input = z.strictObject({ ruleId: z.uuid(), windowStart: z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d)?$/) });

/** After that what the rule left behind is how things are: another version needs people's approval again. */
const undoHours = 72;

/**
 * Undoes what a standing rule did: the version that it took away serves again, or the model is used again. One person may.
 * `conflict` when something else has been changed since, or when it was too long ago.
 */
export async function undoAct(ctx: Ctx, request: z.input<typeof input>): Promise<void> {
  const { ruleId, windowStart } = parseInput(input, request);
  const [rule, acted] = [await selectRule(ctx.db, ruleId), await selectObservation(ctx.db, ruleId, windowStart)];
  if (!rule || !acted?.actedOrderId) throw new LeewayError('not-found', 'There is nothing of this rule to undo.');
  const spec = standingRuleSpec.parse(rule.spec);
  const permission = spec.act === 'pause' ? 'deploy.pause' : 'deploy.rollback';
  authorise(ctx.actor, permission, await relationToModel(ctx, rule.modelId));
  if (ctx.now.getTime() - acted.at.getTime() > undoHours * 3_600_000)
    throw new LeewayError('conflict', `This can be undone for ${undoHours} hours, which are over.`, {
      hint: spec.act === 'pause' ? 'Resume the model instead.' : 'Ask for the promotion of the version instead.',
    });
  const place = placeOf(rule);
  const actId = newId();
  await write(ctx, async (w) => {
    await lockPlace(w.db, place);
    if (spec.act === 'pause') await undoPause(w, place);
    else await undoRollback(w, place, acted.actedOrderId!);
    w.audit({ verb: 'deploy.undo-act', subject: `model:${rule.modelId}`, detail: { rule: ruleId, windowStart, act: spec.act } });
    await announce(w, { ...place, change: 'undone', actId, ruleId, windowStart, personId: w.actor.id });
  });
}

async function undoPause(w: WriteCtx, place: Place): Promise<void> {
  if (!(await putPaused(w, place, false))) throw new LeewayError('conflict', `${place.modelId} has been resumed already.`);
}

async function undoRollback(w: WriteCtx, place: Place, orderId: string): Promise<void> {
  const order = await selectOrder(w.db, orderId);
  const { version } = await whatServes(w.db, place);
  const other = await selectOpenOrder(w.db, place);
  if (!order?.fromVersion || version !== order.version || (other && other.id !== orderId))
    throw new LeewayError('conflict', `Something else has been changed since: version ${version ?? 'none'} serves now.`, {
      hint: 'Look at what serves, then decide.',
    });
  await assertCanGoTo(w.db, place.modelId, order.fromVersion, 'What would return');
  await goTo(w, place, { version: order.fromVersion, fallback: order.version, requestId: null });
}
