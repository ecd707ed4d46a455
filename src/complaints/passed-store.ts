import { and, eq, gt, isNull, ne, sql } from 'drizzle-orm';
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

/** What the same person passed on before about the same counts no more; the audit trail keeps it. Their sum until then. */
export async function replacePassedOn(db: Db, row: typeof complaintPassedOn.$inferInsert): Promise<number> {
  const { modelId, weekStart, segment = '', byId, caseId = null } = row;
  const same = and(
    eq(complaintPassedOn.modelId, modelId),
    eq(complaintPassedOn.weekStart, weekStart),
    eq(complaintPassedOn.segment, segment),
    eq(complaintPassedOn.byId, byId),
    caseId === null ? isNull(complaintPassedOn.caseId) : eq(complaintPassedOn.caseId, caseId),
    ne(complaintPassedOn.id, row.id ?? ''),
    gt(complaintPassedOn.count, 0),
  );
  const rows = await db.select({ count: complaintPassedOn.count }).from(complaintPassedOn).where(same);
  // The rows stay, so that a form that is sent twice is still known.
  if (rows.length > 0) await db.update(complaintPassedOn).set({ count: 0 }).where(same);
  return rows.reduce((sum, one) => sum + one.count, 0);
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
