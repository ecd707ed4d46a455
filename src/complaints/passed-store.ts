import { and, eq, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { complaintPassedOn } from '../db/schema/changes.ts';

/** False where the same was passed on before. */
export async function insertPassedOn(db: Db, row: typeof complaintPassedOn.$inferInsert): Promise<boolean> {
  const made = await db
    .insert(complaintPassedOn)
    .values(row)
    .onConflictDoNothing({ target: complaintPassedOn.id })
    .returning({ id: complaintPassedOn.id });
  return made.length === 1;
}

/** All that was passed on about a model in a week and segment, which is held until the transaction ends. */
export async function sumPassedOn(db: Db, one: { modelId: string; weekStart: string; segment: string }): Promise<number> {
  const key = `complaints passed on ${one.modelId} ${one.weekStart} ${one.segment}`;
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`);
  const [row] = await db
    .select({ sum: sql<number>`coalesce(sum(${complaintPassedOn.count}), 0)::int` })
    .from(complaintPassedOn)
    .where(
      and(
        eq(complaintPassedOn.modelId, one.modelId),
        eq(complaintPassedOn.weekStart, one.weekStart),
        eq(complaintPassedOn.segment, one.segment),
      ),
    );
  return row?.sum ?? 0;
}
