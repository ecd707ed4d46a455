import { sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { complaintCount } from '../db/schema/changes.ts';

const rowsPerInsert = 1_000;

/** A later count of the same week and segment takes the place of the one before. */
export async function upsertCounts(db: Db, rows: (typeof complaintCount.$inferInsert)[]): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsPerInsert)
    await db
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
      });
}
