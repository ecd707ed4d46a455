import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { kpi } from '../db/schema/kpi.ts';

/** A business measure of a model; `numerator` is the expression that a row must meet to count, the share is of all rows. */
export type Kpi = typeof kpi.$inferSelect;

export async function upsertKpi(db: Db, row: Kpi): Promise<void> {
  const { modelId: _modelId, id: _id, ...set } = row;
  await db
    .insert(kpi)
    .values(row)
    .onConflictDoUpdate({ target: [kpi.modelId, kpi.id], set });
}

export async function deleteKpi(db: Db, modelId: string, id: string): Promise<void> {
  await db.delete(kpi).where(and(eq(kpi.modelId, modelId), eq(kpi.id, id)));
}

export const selectKpis = (db: Db, modelIds: string[], limit: number): Promise<Kpi[]> =>
  db.select().from(kpi).where(inArray(kpi.modelId, modelIds)).orderBy(asc(kpi.modelId), asc(kpi.id)).limit(limit);
