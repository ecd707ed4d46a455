import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { selectLooks } from './rule-store.ts';

/** What a rule has done so far. */
export interface RuleLooks {
  looks: number;
  failed: number;
  /** Windows in which nothing could be seen, and why that was so the last time; they count for neither side. */
  unseen: number;
  lastWhy: string | null;
  /** The newest window that it looked at, by its first day (and hour: `2001-06-11T06`). */
  lastWindow: string | null;
  /** The windows on whose account it acted, newest first. */
  actedOn: string[];
}

/** What some rules have done, by rule; one that has looked at nothing yet is absent. One statement, whatever their number. */
export async function readRuleLooks(ctx: Ctx, ruleIds: string[]): Promise<Map<string, RuleLooks>> {
  authorise(ctx.actor, 'serving.read');
  if (ruleIds.length === 0) return new Map();
  const rows = await selectLooks(ctx.db, ruleIds);
  return new Map(rows.map(({ ruleId, ...looks }) => [ruleId, looks]));
}
