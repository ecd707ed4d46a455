import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { announce } from './announce.ts';
import { placeOf } from './schemas.ts';
import { scheduleRules, unscheduleRule } from './rule-schedules.ts';
import { insertRule, retireRules, selectActiveRules, selectRule, type RuleRow } from './rule-store.ts';
import { standingRuleSpec, type StandingRuleSpec } from './standing-rule.ts';
import { lockPlace } from './order-store.ts';

export interface StandingRule {
  id: string;
  modelId: string;
  environment: string;
  spec: StandingRuleSpec;
  requestId: string;
  since: Date;
}

const maxRules = 20;

/** Puts a rule that people have agreed on into force, in the transaction of their decision, which authorises. */
export async function putStandingRule(
  w: WriteCtx,
  input: { modelId: string; environment: string; spec: unknown; requestId: string },
): Promise<{ ruleId: string }> {
  const { modelId, environment, requestId } = input;
  const spec = parseInput(standingRuleSpec, input.spec);
  await lockPlace(w.db, { modelId, environment });
  if ((await selectActiveRules(w.db, modelId, maxRules)).length === maxRules)
    throw new LeewayError('too-large', `A model has at most ${maxRules} standing rules at once.`, { hint: 'Retire one first.' });
  const ruleId = newId();
  await insertRule(w.db, { id: ruleId, modelId, environment, spec, state: 'active', requestId, since: w.now });
  await scheduleRules(w, modelId);
  w.audit({
    verb: 'deploy.put-standing-rule',
    subject: `model:${modelId}`,
    detail: { rule: ruleId, environment, request: requestId, spec },
  });
  return { ruleId };
}

/** Ends a rule: one person may, because without it nothing happens by itself. */
export async function retireStandingRule(ctx: Ctx, { ruleId }: { ruleId: string }): Promise<void> {
  const rule = await selectRule(ctx.db, ruleId);
  if (!rule) throw new LeewayError('not-found', 'There is no such standing rule.');
  authorise(ctx.actor, 'deploy.rollback', await relationToModel(ctx, rule.modelId));
  await write(ctx, async (w) => {
    if ((await retireRules(w.db, rule, w.now, ruleId)).length === 0) return;
    await unscheduleRule(w, ruleId, standingRuleSpec.parse(rule.spec).hours);
    await scheduleRules(w, rule.modelId);
    w.audit({ verb: 'deploy.retire-standing-rule', subject: `model:${rule.modelId}`, detail: { rule: ruleId } });
    // Those who count on the rule must know that nothing stands in for them any more.
    await announce(w, { ...placeOf(rule), change: 'rule-retired', actId: `${ruleId} retired`, personId: ctx.actor.id });
  });
}

/** The rules in force for a model, oldest first. */
export async function readStandingRules(ctx: Ctx, modelId: string): Promise<StandingRule[]> {
  authorise(ctx.actor, 'serving.read');
  const rows = await selectActiveRules(ctx.db, modelId, maxRules + 1);
  return rows.map(ruleOf);
}

/** A rule that is in force; undefined once it is retired. */
export async function readStandingRule(ctx: Ctx, ruleId: string): Promise<StandingRule | undefined> {
  authorise(ctx.actor, 'serving.read');
  const row = await selectRule(ctx.db, ruleId);
  return row?.state === 'active' ? ruleOf(row) : undefined;
}

const ruleOf = ({ id, modelId, environment, spec, requestId, since }: RuleRow): StandingRule => ({
  id,
  modelId,
  environment,
  spec: standingRuleSpec.parse(spec),
  requestId,
  since,
});
