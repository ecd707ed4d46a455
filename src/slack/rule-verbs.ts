import type { RequestState } from '../db/schema/approvals.ts';
import type { Ctx } from '../db/ctx.ts';
import type { StandingRuleSpec } from '../deploy/standing-rule.ts';
import type { RuleForm } from './views/rule-modal.ts';
import type { RuleListView } from './views/rules.ts';

/** What a form for a standing rule brought back. */
export interface FilledRule {
  modelId: string;
  environment: string;
  /** `mae`, or with what it is about: `kpi:on-time`. */
  guard: string;
  is: 'above' | 'below';
  /** As it was typed, a share in %; absent: the usual range. */
  limit?: number;
  grain: 'hour' | 'day' | 'week';
  /** How many a window has, where it is hours. */
  hours?: NonNullable<StandingRuleSpec['hours']>;
  inARow: number;
  act: 'rollback' | 'pause';
  reason: string;
}

/** What Slack's handlers ask about standing rules. */
export interface RuleVerbs {
  standingRules(ctx: Ctx, input: { modelId: string }): Promise<RuleListView>;
  ruleForm(ctx: Ctx, input: { modelId: string }): Promise<RuleForm>;
  askForRule(ctx: Ctx, input: FilledRule): Promise<{ number: number; state: RequestState }>;
  /** Takes one person: without the rule nothing happens by itself. */
  retireRule(ctx: Ctx, input: { ruleId: string }): Promise<void>;
}
