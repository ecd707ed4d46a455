import { and, eq, isNotNull, or } from 'drizzle-orm';
import { approvalRequest, approvalVote } from '../db/schema/approvals.ts';
import type { Db } from '../db/db.ts';

export async function eraseRequestWords(db: Db, personId: string): Promise<string[]> {
  const { reason, expectedEffect, rollbackPlan } = approvalRequest;
  const rows = await db
    .update(approvalRequest)
    .set({ reason: null, expectedEffect: null, rollbackPlan: null })
    .where(
      and(eq(approvalRequest.requestedById, personId), or(isNotNull(reason), isNotNull(expectedEffect), isNotNull(rollbackPlan))),
    )
    .returning({ id: approvalRequest.id });
  return rows.map((row) => row.id);
}

export async function eraseVoteWords(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .update(approvalVote)
    .set({ reason: null })
    .where(and(eq(approvalVote.personId, personId), isNotNull(approvalVote.reason)))
    .returning({ id: approvalVote.requestId });
  return rows.map((row) => row.id);
}
