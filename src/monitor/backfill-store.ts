import { and, asc, eq, gt, inArray, isNotNull, sql } from 'drizzle-orm';
import { model } from '../db/schema/registry.ts';
import { monitor, run } from '../db/schema/monitor.ts';
import type { Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';
import { inService } from './run-store.ts';

/** Models that are in service and watched, by id; of some, or of all. */
export const selectWatchedIds = (db: Db, modelIds: readonly string[] | undefined, limit: number): Promise<{ id: string }[]> =>
  db
    .select({ id: model.id })
    .from(model)
    .innerJoin(monitor, eq(monitor.modelId, model.id))
    .where(and(inService, modelIds && inArray(model.id, [...modelIds])))
    .orderBy(asc(model.id))
    .limit(limit);

export interface WeekCount {
  modelId: string;
  /** Weeks with an end: published or not. */
  ended: number;
  published: number;
  /** Why the newest of the others could not be looked at. */
  reason: string | null;
}

/** How the weeks of each model's own stretch stand, a row a model; what ended without figures before `since` is still to come. */
export const countWeeks = (
  db: Db,
  stretches: readonly { modelId: string; from: Day; until: Day }[],
  since: Date,
): Promise<WeekCount[]> => {
  const isPublished = sql`${run.state} = 'published'`;
  const isUnpublished = sql`${run.state} in ('failed', 'abstained') and ${run.finishedAt} >= ${since.toISOString()}::timestamptz`;
  return db
    .select({
      modelId: run.modelId,
      ended: sql<number>`(count(*) filter (where ${isPublished} or ${isUnpublished}))::int`,
      published: sql<number>`(count(*) filter (where ${isPublished}))::int`,
      reason: sql<string | null>`(array_agg(${run.reason} order by ${run.periodStart} desc) filter (where ${isUnpublished}))[1]`,
    })
    .from(run)
    .innerJoin(
      sql`json_to_recordset(${JSON.stringify(stretches)}::json) as asked("modelId" text, "from" date, "until" date)`,
      sql`asked."modelId" = ${run.modelId} and ${run.periodStart} between asked."from" and asked."until"`,
    )
    .where(and(eq(run.grain, 'week'), isNotNull(run.finishedAt)))
    .groupBy(run.modelId);
};

/** Whether a later week of a model was looked at already. */
export async function isPast(db: Db, modelId: string, week: Day): Promise<boolean> {
  const [later] = await db
    .select({ id: run.id })
    .from(run)
    .where(and(eq(run.modelId, modelId), eq(run.grain, 'week'), eq(run.state, 'published'), gt(run.periodStart, week)))
    .limit(1);
  return later !== undefined;
}

/** How many watched models in service have no week that was ever looked at. */
export async function countUnseen(db: Db): Promise<number> {
  const [row] = await db
    .select({ models: sql<number>`count(*)::int` })
    .from(model)
    .innerJoin(monitor, eq(monitor.modelId, model.id))
    .where(
      and(
        inService,
        sql`not exists (select 1 from run r where r.model_id = ${model.id} and r.grain = 'week' and r.state = 'published')`,
      ),
    );
  return row?.models ?? 0;
}
