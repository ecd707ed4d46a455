import { asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { monitor } from '../db/schema/monitor.ts';

export type MonitorRow = typeof monitor.$inferSelect;

export async function upsertMonitor(db: Db, row: MonitorRow): Promise<void> {
  const { modelId: _modelId, ...set } = row;
  await db.insert(monitor).values(row).onConflictDoUpdate({ target: monitor.modelId, set });
}

/** Holds a model's monitor until the transaction ends. */
export async function lockMonitor(db: Db, modelId: string): Promise<MonitorRow | undefined> {
  const [row] = await db.select().from(monitor).where(eq(monitor.modelId, modelId)).for('update');
  return row;
}

export async function deleteMonitor(db: Db, modelId: string): Promise<void> {
  await db.delete(monitor).where(eq(monitor.modelId, modelId));
}

export const selectMonitors = (db: Db, modelIds: string[] | undefined, limit: number): Promise<MonitorRow[]> =>
  db
    .select()
    .from(monitor)
    .where(modelIds && inArray(monitor.modelId, modelIds))
    .orderBy(asc(monitor.modelId))
    .limit(limit);
