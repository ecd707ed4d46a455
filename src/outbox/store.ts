import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql } from 'drizzle-orm';
import { outboxMessage } from '../db/schema/outbox.ts';
import type { Db } from '../db/db.ts';

export type OutboxRow = typeof outboxMessage.$inferSelect;

export async function insertMessage(db: Db, row: typeof outboxMessage.$inferInsert): Promise<string | undefined> {
  const [made] = await db
    .insert(outboxMessage)
    .values(row)
    .onConflictDoNothing({ target: outboxMessage.dedupeKey })
    .returning({ id: outboxMessage.id });
  return made?.id;
}

/**
 * Claims the oldest waiting message of each destination that has none in flight, so that order within a channel holds.
 * A claim that its process did not settle is taken again once it is old, marked doubtful.
 */
export async function claimDue(db: Db, claim: { by: string; now: Date; leaseMs: number; limit: number }): Promise<OutboxRow[]> {
  const expired = new Date(claim.now.getTime() - claim.leaseMs);
  const rows = await db
    .select({ id: outboxMessage.id, state: outboxMessage.state })
    .from(outboxMessage)
    .where(
      and(
        or(
          and(eq(outboxMessage.state, 'queued'), or(isNull(outboxMessage.nextTryAt), lte(outboxMessage.nextTryAt, claim.now))),
          and(eq(outboxMessage.state, 'claimed'), lt(outboxMessage.claimedAt, expired)),
        ),
        sql`not exists (select 1 from outbox_message earlier
            where earlier.destination = ${outboxMessage.destination} and earlier.seq < ${outboxMessage.seq}
              and earlier.state in ('queued', 'claimed'))`,
      ),
    )
    .orderBy(asc(outboxMessage.seq))
    .limit(claim.limit)
    .for('update', { skipLocked: true });
  if (rows.length === 0) return [];
  return db
    .update(outboxMessage)
    .set({
      state: 'claimed',
      claimedAt: claim.now,
      claimedBy: claim.by,
      attempts: sql`${outboxMessage.attempts} + 1`,
      doubtful: sql`${outboxMessage.doubtful} or ${outboxMessage.state} = 'claimed'`,
    })
    .where(
      inArray(
        outboxMessage.id,
        rows.map((row) => row.id),
      ),
    )
    .returning();
}

/** Writes to a claimed row; false when the claim has meanwhile passed to another process. */
export async function updateClaimed(db: Db, row: OutboxRow, change: Partial<OutboxRow>): Promise<boolean> {
  const done = await db
    .update(outboxMessage)
    .set(change)
    .where(and(eq(outboxMessage.id, row.id), eq(outboxMessage.state, 'claimed'), eq(outboxMessage.attempts, row.attempts)))
    .returning({ id: outboxMessage.id });
  return done.length === 1;
}

export async function findMessage(db: Db, id: string): Promise<OutboxRow | undefined> {
  const [row] = await db.select().from(outboxMessage).where(eq(outboxMessage.id, id));
  return row;
}

/** Waiting or in flight, and the instant of the next try among those that wait for one. */
export async function pending(db: Db): Promise<{ waiting: number; nextTryAt: Date | null }> {
  const [row] = await db
    .select({ waiting: sql<number>`count(*)::int`, next: sql<string | null>`min(${outboxMessage.nextTryAt})::text` })
    .from(outboxMessage)
    .where(inArray(outboxMessage.state, ['queued', 'claimed']));
  return { waiting: row?.waiting ?? 0, nextTryAt: row?.next ? new Date(row.next) : null };
}

/** The newest sent messages with what was sent, oldest first. */
export async function sentMessages(db: Db, limit: number): Promise<OutboxRow[]> {
  const rows = await db
    .select()
    .from(outboxMessage)
    .where(
      and(
        eq(outboxMessage.state, 'sent'),
        isNotNull(outboxMessage.slackTs),
        isNotNull(outboxMessage.payload),
        gt(outboxMessage.seq, 0),
      ),
    )
    .orderBy(sql`${outboxMessage.seq} desc`)
    .limit(limit);
  return rows.toReversed();
}

/** When a message was last sent to a channel (real time), by whichever process. */
export async function lastSentAt(db: Db, channel: string): Promise<Date | null> {
  const [row] = await db
    .select({ sentAt: outboxMessage.sentAt })
    .from(outboxMessage)
    .where(and(eq(outboxMessage.slackChannel, channel), isNotNull(outboxMessage.slackTs)))
    .orderBy(desc(outboxMessage.slackTs))
    .limit(1);
  return row?.sentAt ?? null;
}

/** The channel's id as Slack told it for an earlier message to the same destination. */
export async function knownChannel(db: Db, destination: string): Promise<string | undefined> {
  const [row] = await db
    .select({ channel: outboxMessage.slackChannel })
    .from(outboxMessage)
    .where(and(eq(outboxMessage.state, 'sent'), eq(outboxMessage.destination, destination)))
    .orderBy(desc(outboxMessage.seq))
    .limit(1);
  return row?.channel ?? undefined;
}

/** Whether Leeway opened a thread, or has spoken in it because it was asked to. */
export async function isInThread(db: Db, channel: string, threadTs: string): Promise<boolean> {
  const [row] = await db
    .select({ id: outboxMessage.id })
    .from(outboxMessage)
    .where(
      and(eq(outboxMessage.slackChannel, channel), or(eq(outboxMessage.slackTs, threadTs), eq(outboxMessage.threadTs, threadTs))),
    )
    .limit(1);
  return row !== undefined;
}
