import { and, desc, eq, gt, gte, inArray, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { matter } from '../db/schema/matters.ts';
import { finding, run } from '../db/schema/monitor.ts';
import { model } from '../db/schema/registry.ts';
import type { Day, Grain } from '../shared/period.ts';

/** How many matters of a severity are open that were opened since an instant; counted up to a limit. */
export async function countSevereSince(db: Db, severity: number, since: Date, limit: number): Promise<number> {
  const rows = await db
    .select({ id: matter.id })
    .from(matter)
    .where(and(eq(matter.state, 'open'), gte(matter.severity, severity), gt(matter.openedAt, since)))
    .limit(limit);
  return rows.length;
}

/**
 * Open matters of a model that this window does not find again: of the window just before it, or of an earlier look at this
 * one, whose findings are gone.
 */
export const selectCleared = (
  db: Db,
  window: { modelId: string; grain: Grain; start: Day; stillOpen: string[] },
  limit: number,
): Promise<{ id: string }[]> =>
  db
    .select({ id: matter.id })
    .from(matter)
    .leftJoin(finding, eq(finding.id, matter.findingId))
    .where(
      and(
        eq(matter.modelId, window.modelId),
        ne(matter.state, 'done'),
        inArray(matter.kind, ['alert', 'data-quality']),
        or(
          and(eq(finding.grain, window.grain), eq(finding.periodEnd, window.start)),
          and(isNull(finding.id), eq(matter.openedFor, window.start)),
        ),
        window.stillOpen.length > 0 ? notInArray(matter.id, window.stillOpen) : sql`true`,
      ),
    )
    .limit(limit);

export async function selectFindingById(db: Db, id: string) {
  const [row] = await db
    .select({ finding, modelTitle: model.title })
    .from(finding)
    .innerJoin(model, eq(model.id, finding.modelId))
    .where(eq(finding.id, id));
  return row;
}

/** The newest published window of a model after a day. */
export async function selectNewestAfter(db: Db, window: { modelId: string; grain: Grain; after: Day }) {
  const [row] = await db
    .select({ start: run.periodStart, end: run.periodEnd })
    .from(run)
    .where(
      and(
        eq(run.modelId, window.modelId),
        eq(run.grain, window.grain),
        eq(run.state, 'published'),
        gt(run.periodStart, window.after),
      ),
    )
    .orderBy(desc(run.periodStart))
    .limit(1);
  return row;
}
