import { and, asc, eq, gte, inArray, isNotNull, lte, sql } from 'drizzle-orm';
import { model } from '../db/schema/registry.ts';
import { monitor, run } from '../db/schema/monitor.ts';
import type { Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';
import { inService } from './run-store.ts';

/** Models that are in service, watched, and have a version that serves, by id; of some, or of all. */
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

/** How some models' weeks of a stretch stand, a row a model; what ended without figures before `since` is still to come. */
export const countWeeks = (
  db: Db,
  { modelIds, from, until, since }: { modelIds: readonly string[]; from: Day; until: Day; since: Date },
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
    .where(
      and(
        eq(run.grain, 'week'),
        inArray(run.modelId, [...modelIds]),
        gte(run.periodStart, from),
        lte(run.periodStart, until),
        isNotNull(run.finishedAt),
      ),
    )
    .groupBy(run.modelId);
};

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
