import type { Ctx } from '../db/ctx.ts';
import type { Fact } from '../shared/fact.ts';
import { readSeries } from '../facts/read-facts.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { findOpenOrder, listOrders, type OrderRecord } from './read-orders.ts';
import { readServing, type ServingState } from './read-serving.ts';
import { readStandingRules, type StandingRule } from './put-standing-rule.ts';

/** What a person is shown of what serves: the switch, what is under way, what was, and how much depends on it. */
export interface ServingPage {
  serving: ServingState;
  underWay: OrderRecord | null;
  /** The newest orders, newest first. */
  orders: OrderRecord[];
  rules: StandingRule[];
  /** Of the newest day that was looked at, with its period; null where no day was. */
  decisionsPerHour: Fact | null;
}

const maxOrders = 5;
/** A day's volume that is older says nothing about how many decisions a pause stops. */
const maxAgeDays = 60;

export async function readServingPage(ctx: Ctx, modelId: string, environment?: string): Promise<ServingPage> {
  const serving = await readServing(ctx, modelId, environment);
  const today = dayIn('utc', ctx.now);
  const volumes = await readSeries(ctx, {
    modelIds: [modelId],
    grain: 'day',
    measures: ['decisions-per-hour'],
    from: addDays(today, -maxAgeDays),
    before: addDays(today, 1),
  });
  const rules = await readStandingRules(ctx, modelId);
  return {
    serving,
    underWay: (await findOpenOrder(ctx, serving)) ?? null,
    orders: await listOrders(ctx, { modelIds: [modelId], environment: serving.environment, limit: maxOrders }),
    rules: rules.filter((one) => one.environment === serving.environment),
    decisionsPerHour: volumes.at(-1) ?? null,
  };
}
