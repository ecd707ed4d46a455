import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { complaintCount } from '../db/schema/changes.ts';
import type { Day } from '../shared/period.ts';

const rowsPerInsert = 1_000;

/** A later count of the same week and segment takes the place of the one before. Returns how many are new or other ones. */
export async function upsertCounts(db: Db, rows: (typeof complaintCount.$inferInsert)[]): Promise<number> {
  let changed = 0;
  for (let from = 0; from < rows.length; from += rowsPerInsert) {
    const written = await db
      .insert(complaintCount)
      .values(rows.slice(from, from + rowsPerInsert))
      .onConflictDoUpdate({
        target: [complaintCount.modelId, complaintCount.weekStart, complaintCount.segment],
        set: {
          count: sql`excluded.count`,
          source: sql`excluded.source`,
          byId: sql`excluded.by_id`,
          at: sql`excluded.at`,
        },
        setWhere: sql`${complaintCount.count} <> excluded.count`,
      })
      .returning({ modelId: complaintCount.modelId });
    changed += written.length;
  }
  return changed;
}

export async function selectCount(
  db: Db,
  { modelId, week, segment }: { modelId: string; week: Day; segment: string },
): Promise<typeof complaintCount.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(complaintCount)
    .where(and(eq(complaintCount.modelId, modelId), eq(complaintCount.weekStart, week), eq(complaintCount.segment, segment)));
  return row;
}
