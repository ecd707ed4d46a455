import { inArray, sql } from 'drizzle-orm';
import type { Ctx } from '../db/ctx.ts';
import { ruleObservation } from '../db/schema/deploy.ts';
import { authorise } from '../shared/access.ts';
import type { Day } from '../shared/period.ts';

/** What a rule has done so far. */
export interface RuleLooks {
  looks: number;
  failed: number;
  /** The first day of the newest window that it looked at. */
  lastWindow: Day;
  /** First days of the windows on whose account it acted, newest first. */
  actedOn: Day[];
}

/** What some rules have done, by rule; one that has looked at nothing yet is absent. One statement, whatever their number. */
export async function readRuleLooks(ctx: Ctx, ruleIds: string[]): Promise<Map<string, RuleLooks>> {
  authorise(ctx.actor, 'serving.read');
  if (ruleIds.length === 0) return new Map();
  const { windowStart, held, actedOrderId } = ruleObservation;
  const rows = await ctx.db
    .select({
      ruleId: ruleObservation.ruleId,
      looks: sql<number>`count(*)::int`,
      failed: sql<number>`count(*) filter (where not ${held})::int`,
      lastWindow: sql<string>`max(${windowStart})`,
      actedOn: sql<
        string[]
      >`coalesce(array_agg(${windowStart} order by ${windowStart} desc) filter (where ${actedOrderId} is not null), '{}')`,
    })
    .from(ruleObservation)
    .where(inArray(ruleObservation.ruleId, ruleIds))
    .groupBy(ruleObservation.ruleId);
  return new Map(rows.map(({ ruleId, ...looks }) => [ruleId, looks]));
}
