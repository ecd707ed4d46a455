import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import type { Day, Grain, Period } from '../shared/period.ts';
import { selectFindingById, selectNewestAfter } from './alert-store.ts';
import type { FindingKind } from './findings.ts';

/** What an alert tells of: the newest finding of its matter, and whether the trouble has passed by itself. */
export interface AlertFinding {
  kind: FindingKind;
  modelId: string;
  modelTitle: string;
  period: Period;
  /** Slot → id of a stored fact. */
  slots: Record<string, string>;
  words: Record<string, string>;
  /** The newest window that was looked at since without finding it; undefined while it lasts. */
  passed: Period | undefined;
}

/** Undefined where the finding was taken back by a later look at the same window. */
export async function readAlertFinding(ctx: Ctx, findingId: string): Promise<AlertFinding | undefined> {
  authorise(ctx.actor, 'facts.read');
  const row = await selectFindingById(ctx.db, findingId);
  if (!row) return undefined;
  const { kind, modelId, grain, periodStart, periodEnd, slots, words } = row.finding;
  const later = await selectNewestAfter(ctx.db, { modelId, grain, after: periodStart });
  return {
    kind: kind as FindingKind,
    modelId,
    modelTitle: row.modelTitle,
    period: periodOf(grain, periodStart, periodEnd),
    slots,
    words,
    passed: later && periodOf(grain, later.start, later.end),
  };
}

const periodOf = (grain: Grain, start: Day, end: Day): Period => ({ grain, start, end });
