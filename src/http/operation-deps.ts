import type { Anchor } from '../audit/anchors.ts';
import type { Verification } from '../audit/verify.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ApplyAnswer } from './deps.ts';

/** What the calls of operators and auditors need of the parts above and beside. */
export interface OperationDeps {
  /** Applies the text of a leeway.yml as the caller; files in it are relative to where the server's own lies. */
  applyAs(ctx: Ctx, wish: { text: string; dryRun: boolean; prune: boolean }): Promise<ApplyAnswer>;
  verifyAudit(): Promise<Verification>;
  /** The audit chain's anchors as they stand in Slack. */
  anchors(): Promise<readonly Anchor[]>;
}
