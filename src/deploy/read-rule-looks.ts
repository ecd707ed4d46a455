import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import type { Day } from '../shared/period.ts';
import { selectLooks } from './rule-store.ts';

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
  const rows = await selectLooks(ctx.db, ruleIds);
  return new Map(rows.map(({ ruleId, ...looks }) => [ruleId, looks]));
}
