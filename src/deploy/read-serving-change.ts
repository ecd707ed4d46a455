import type { Ctx } from '../db/ctx.ts';
import { readFacts } from '../facts/read-facts.ts';
import { readPersons } from '../people/read-persons.ts';
import { readModels } from '../registry/read-model.ts';
import { authorise } from '../shared/access.ts';
import type { Fact } from '../shared/fact.ts';
import type { ServingChange } from './announce.ts';
import { selectOrder, type Order } from './order-store.ts';
import { selectObservation, selectRule } from './rule-store.ts';
import { readServing, type ServingState } from './read-serving.ts';
import { pauseEnded, whatBecame, type Became } from './what-became.ts';
import { standingRuleSpec, type StandingRuleSpec } from './standing-rule.ts';

/** A change of what serves as a message tells it, with how things stand now. */
export interface ServingChangeView {
  change: ServingChange['change'];
  modelId: string;
  modelTitle: string;
  environment: string;
  /** Who did it; null for a rule. */
  by: { id: string; name: string } | null;
  serving: ServingState;
  /** The version that it is about: of a rollback the one that came back, else the one that served when it was told. */
  version: number | null;
  /** Of a rollback. */
  order: Omit<Order, 'tokenHash'> | null;
  reason: string | null;
  /** The rule that acted, the window that made it, and the figures of that window. */
  rule: { id: string; spec: StandingRuleSpec; windowStart: string; facts: Fact[] } | null;
  /** Why a rule could not do what it should have. */
  why: string | null;
  /** What has become of it; null while it holds. */
  became: Became | null;
  /** What undoes it in a click still: the input of `undoAct`. */
  undo: { ruleId: string; windowStart: string } | null;
}

/** What a message of kind `serving-changed` shows, read as it is now. Throws `not-found` where nothing serves any more. */
export async function readServingChange(ctx: Ctx, change: ServingChange): Promise<ServingChangeView> {
  authorise(ctx.actor, 'serving.read');
  const { modelId, environment } = change;
  const serving = await readServing(ctx, modelId, environment);
  const order = change.orderId === undefined ? undefined : await selectOrder(ctx.db, change.orderId);
  const rule = await ruleOf(ctx, change);
  const title = (await readModels(ctx, [modelId])).get(modelId)?.title ?? modelId;
  const acted = change.change === 'rolled-back' || change.change === 'paused';
  // As long as what the rule brought about still stands.
  const became = await becameOf(ctx, change, serving, order);
  const stands = became === null && (order ? serving.version === order.version : serving.paused);
  return {
    change: change.change,
    modelId,
    modelTitle: title,
    environment,
    by: await personOf(ctx, change.personId),
    serving,
    version: order?.version ?? (change.version === undefined ? serving.version : Number(change.version)),
    order: order ? withoutToken(order) : null,
    // A pause's reason is kept as long as the pause; what stands there afterwards belongs to another one.
    reason: order ? order.reason : change.change === 'paused' && !became ? serving.pauseReason : null,
    rule,
    why: change.why ?? null,
    became,
    undo: rule && acted && stands ? { ruleId: rule.id, windowStart: rule.windowStart } : null,
  };
}

/** Nothing of what a rule could not do, nor of a message that was sent before its instant was kept. */
async function becameOf(ctx: Ctx, told: ServingChange, serving: ServingState, order: Order | undefined): Promise<Became | null> {
  const { change, at, pausedAt } = told;
  if (at === undefined || change.startsWith('rule-')) return null;
  if (change === 'paused') return pauseEnded(serving, pausedAt);
  const became = await whatBecame(ctx, serving, order?.orderedAt ?? new Date(at));
  // A version that is back may be paused all the while: the message says so, and has the button that resumes it.
  return order && became?.kind === 'paused' ? null : became;
}

async function ruleOf(ctx: Ctx, { ruleId, windowStart }: ServingChange): Promise<ServingChangeView['rule']> {
  if (ruleId === undefined || windowStart === undefined) return null;
  const rule = await selectRule(ctx.db, ruleId);
  if (!rule) return null;
  const observed = await selectObservation(ctx.db, ruleId, windowStart);
  const facts = await readFacts(ctx, observed?.factIds ?? []);
  return { id: rule.id, spec: standingRuleSpec.parse(rule.spec), windowStart, facts };
}

async function personOf(ctx: Ctx, id: string | undefined): Promise<ServingChangeView['by']> {
  if (id === undefined) return null;
  return { id, name: (await readPersons(ctx, [id])).get(id)?.name ?? id };
}

const withoutToken = ({ tokenHash: _hidden, ...order }: Order): Omit<Order, 'tokenHash'> => order;
