import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import type { Period } from '../shared/period.ts';
import type { FindingDraft, FindingKind } from './findings.ts';
import { countCoverage, selectPublished, selectTitledFindings, selectUnchecked } from './run-store.ts';

/** A finding as it was published, with the name of its model. */
export interface TitledFinding extends FindingDraft {
  id: string;
  runId: string;
  modelId: string;
  modelTitle: string;
}

export interface Coverage {
  models: number;
  checked: number;
  /** Models whose window was looked at, whatever came of it. */
  attempted: number;
  unchecked: { modelId: string; title: string; reason: string | null }[];
}

const maxUnchecked = 5;
const maxFindings = 60;

/** How much of a team's models (of all, for null) was looked at in a window. Two statements, whatever the number of models. */
export async function readCoverage(ctx: Ctx, period: Period, teamId: string | null): Promise<Coverage> {
  authorise(ctx.actor, 'facts.read');
  const window = { grain: period.grain, start: period.start, teamId };
  const counted = await countCoverage(ctx.db, window);
  const unchecked = counted.checked === counted.models ? [] : await selectUnchecked(ctx.db, window, maxUnchecked);
  return {
    ...counted,
    unchecked: unchecked.map(({ modelId, title, reason, watched }) => ({
      modelId,
      title,
      reason: reason ?? (watched ? 'not looked at yet' : 'it has no monitor'),
    })),
  };
}

/** A window's findings from a severity up, most severe first, at most `maxFindings` of `total`; of one model, or of a team's. */
export async function readFindings(
  ctx: Ctx,
  period: Period,
  filter: { teamId: string | null; minSeverity: number; modelId?: string },
): Promise<{ found: TitledFinding[]; total: number }> {
  authorise(ctx.actor, 'facts.read');
  const rows = await selectTitledFindings(ctx.db, { grain: period.grain, start: period.start, ...filter }, maxFindings);
  const found = rows.map(({ finding, modelTitle }) => ({ ...finding, modelTitle, kind: finding.kind as FindingKind }));
  return { found, total: rows[0]?.total ?? 0 };
}

/** The published run of a model in a window; of the first model by id where none is named. */
export async function findPublishedRun(
  ctx: Ctx,
  period: Period,
  filter: { teamId: string | null; modelId?: string },
): Promise<{ id: string; modelId: string; version: number } | undefined> {
  authorise(ctx.actor, 'facts.read');
  const [row] = await selectPublished(ctx.db, { grain: period.grain, start: period.start, ...filter }, 1);
  return row;
}
