import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import { outboxMessage } from '../db/schema/outbox.ts';
import type { Db } from '../db/db.ts';

export type OutboxRow = typeof outboxMessage.$inferSelect;

/** Inserts messages in their order; returns the ids of those that were not there yet. */
export async function insertMessages(db: Db, rows: (typeof outboxMessage.$inferInsert)[]): Promise<string[]> {
  if (rows.length === 0) return [];
  const made = await db
    .insert(outboxMessage)
    .values(rows)
    .onConflictDoNothing({ target: outboxMessage.dedupeKey })
    .returning({ id: outboxMessage.id });
  return made.map((row) => row.id);
}

/** A card is what all look at; the letters of earlier ones can wait for it. */
const cardsFirst = sql`(${outboxMessage.kind} = 'card') desc`;

export interface Claim {
  by: string;
  now: Date;
  leaseMs: number;
  limit: number;
  /** Holds that are looked at: of what is behind them one message is tried all the same. */
  looked: readonly string[];
}

/**
 * Claims what is due: of each destination the oldest new message, so that order within a channel holds, and of each
 * message its newest edit. An edit waits only for what concerns its message: the sending of it and an edit in flight. A
 * claim that its process did not settle is taken again once it is old, marked doubtful if anything may have left.
 */
export async function claimDue(db: Db, claim: Claim): Promise<OutboxRow[]> {
  const expired = new Date(claim.now.getTime() - claim.leaseMs);
  const due = db
    .select({ id: outboxMessage.id })
    .from(outboxMessage)
    .where(
      and(
        or(
          and(eq(outboxMessage.state, 'queued'), or(isNull(outboxMessage.nextTryAt), lte(outboxMessage.nextTryAt, claim.now))),
          and(eq(outboxMessage.state, 'claimed'), lt(outboxMessage.claimedAt, expired)),
        ),
        sql`not ${held(claim.looked)}`,
        sql`${outboxMessage.id} = any(array(${oldestOfEach} union all ${editsWaiting}))`,
        or(isNull(outboxMessage.updates), and(sql`not ${originalPending}`, sql`not ${otherEditFirst(claim.now)}`)),
      ),
    )
    .orderBy(cardsFirst, asc(outboxMessage.seq))
    .limit(claim.limit)
    .for('update', { skipLocked: true });
  const claimed = await db
    .update(outboxMessage)
    .set({
      state: 'claimed',
      claimedAt: claim.now,
      claimedBy: claim.by,
      attempts: sql`${outboxMessage.attempts} + 1`,
      // What is about to leave is kept first: a claim that kept nothing has sent nothing.
      doubtful: sql`${outboxMessage.doubtful} or (${outboxMessage.state} = 'claimed' and ${outboxMessage.payload} is not null)`,
    })
    // One statement, and as an array, so that it is looked up once and no more rows are taken than may be.
    .where(sql`${outboxMessage.id} = any(array(${due}))`)
    .returning();
  // If the process dies before this, the older edits find nothing to change when their turn comes.
  await dropSuperseded(db, claimed);
  return claimed;
}

/**
 * The oldest new message of each destination, found by stepping from destination to destination through the index of those
 * that wait: looking at every waiting message takes seconds once ten thousand do.
 */
const oldestOfEach = sql`(with recursive place as (
  (select destination from outbox_message where state in ('queued', 'claimed') and updates is null order by destination limit 1)
  union all
  select (select next.destination from outbox_message next where next.state in ('queued', 'claimed') and next.updates is null
    and next.destination > place.destination order by next.destination limit 1)
  from place where place.destination is not null)
  select (select oldest.id from outbox_message oldest where oldest.destination = place.destination
    and oldest.state in ('queued', 'claimed') and oldest.updates is null order by oldest.seq limit 1)
  from place where place.destination is not null)`;

const editsWaiting = sql`(select edit.id from outbox_message edit where edit.state in ('queued', 'claimed') and edit.updates is not null)`;

const held = (looked: readonly string[]) => sql`exists (select 1 from outbox_hold hold
  where hold.scope in ('*', ${outboxMessage.destination})
    and not hold.scope = any(array(select jsonb_array_elements_text(${JSON.stringify(looked)}::jsonb))))`;

const originalPending = sql`exists (select 1 from outbox_message original
  where original.id = ${outboxMessage.updates}::uuid and original.state in ('queued', 'claimed'))`;

/** A newer one shows more; one in flight, or one that waits its time out, is not overtaken. */
const otherEditFirst = (now: Date) => sql`exists (select 1 from outbox_message other
  where other.updates = ${outboxMessage.updates} and other.id <> ${outboxMessage.id}
    and (other.state = 'claimed' or (other.state = 'queued'
      and (other.seq > ${outboxMessage.seq} or other.next_try_at > ${now.toISOString()}::timestamptz))))`;

/** Every edit shows the state of its sending, so the newest one says what those before it would have said. */
async function dropSuperseded(db: Db, claimed: OutboxRow[]): Promise<void> {
  const edits = claimed.flatMap((row) => row.updates ?? []);
  if (edits.length === 0) return;
  await db
    .update(outboxMessage)
    .set({ state: 'dropped', lastError: 'A later edit of the same message said this too.' })
    .where(and(inArray(outboxMessage.updates, edits), eq(outboxMessage.state, 'queued'), supersededBy(claimed)));
}

const supersededBy = (claimed: OutboxRow[]) =>
  or(...claimed.map((row) => and(eq(outboxMessage.updates, row.updates ?? ''), lt(outboxMessage.seq, row.seq))));

/** Lets every claim be taken again at once, as if its time were over. Returns how many there were. */
export async function expireClaims(db: Db): Promise<number> {
  const rows = await db
    .update(outboxMessage)
    .set({ claimedAt: new Date(0) })
    .where(eq(outboxMessage.state, 'claimed'))
    .returning({ id: outboxMessage.id });
  return rows.length;
}

export async function findMessage(db: Db, id: string): Promise<OutboxRow | undefined> {
  const [row] = await db.select().from(outboxMessage).where(eq(outboxMessage.id, id));
  return row;
}

/** Waiting or in flight, what is held left out, and the instant of the next try or look among those that wait for one. */
export async function pending(db: Db): Promise<{ waiting: number; nextTryAt: Date | null }> {
  const [row] = await db
    .select({
      waiting: sql<number>`count(*)::int`,
      // One in flight keeps the time of the try that it is at: whoever waited for that would ask without a pause.
      next: sql<
        string | null
      >`least(min(${outboxMessage.nextTryAt}) filter (where ${outboxMessage.state} = 'queued'), (select min(next_look_at) from outbox_hold))::text`,
    })
    .from(outboxMessage)
    .where(and(inArray(outboxMessage.state, ['queued', 'claimed']), sql`not ${held([])}`));
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

/** The message that stands at a place in Slack; undefined for one that Leeway did not send. */
export async function selectAt(db: Db, channel: string, ts: string): Promise<OutboxRow | undefined> {
  const [row] = await db
    .select()
    .from(outboxMessage)
    .where(and(eq(outboxMessage.slackChannel, channel), eq(outboxMessage.slackTs, ts), isNull(outboxMessage.updates)))
    .limit(1);
  return row;
}

/** What of a message and its edits was sent last; not `sent` where it is not certain what Slack shows. */
export async function lastSent(db: Db, id: string): Promise<OutboxRow | undefined> {
  const [row] = await db
    .select()
    .from(outboxMessage)
    .where(
      and(
        or(eq(outboxMessage.id, id), eq(outboxMessage.updates, id)),
        or(eq(outboxMessage.state, 'sent'), eq(outboxMessage.doubtful, true)),
      ),
    )
    .orderBy(desc(outboxMessage.seq))
    .limit(1);
  return row;
}

/** Messages that show something and stand in a channel or will: the newest ones. */
export const selectShowing = (db: Db, subject: string, limit: number): Promise<OutboxRow[]> =>
  db
    .select()
    .from(outboxMessage)
    .where(
      and(
        sql`${outboxMessage.data} -> 'shows' @> ${JSON.stringify([subject])}::jsonb`,
        isNull(outboxMessage.updates),
        inArray(outboxMessage.state, ['queued', 'claimed', 'sent']),
      ),
    )
    .orderBy(desc(outboxMessage.seq))
    .limit(limit);

export const selectParked = (db: Db, limit: number): Promise<OutboxRow[]> =>
  db.select().from(outboxMessage).where(eq(outboxMessage.state, 'parked')).orderBy(asc(outboxMessage.seq)).limit(limit);

/** Only while it is parked; false when it is not, or not any more. */
export async function changeParked(db: Db, id: string, change: Partial<OutboxRow>): Promise<boolean> {
  const done = await db
    .update(outboxMessage)
    .set(change)
    .where(and(eq(outboxMessage.id, id), eq(outboxMessage.state, 'parked')))
    .returning({ id: outboxMessage.id });
  return done.length === 1;
}

/** What of a message and its edits was sent last with a revision. */
export async function lastShown(db: Db, id: string, revision: number): Promise<OutboxRow | undefined> {
  const [row] = await db
    .select()
    .from(outboxMessage)
    .where(
      and(
        or(eq(outboxMessage.id, id), eq(outboxMessage.updates, id)),
        eq(outboxMessage.state, 'sent'),
        eq(outboxMessage.revision, revision),
      ),
    )
    .orderBy(desc(outboxMessage.seq))
    .limit(1);
  return row;
}

/** Also of what was tried and set aside or dropped; one in flight is left alone, for by its payload it is looked for. */
export async function erasePayloads(db: Db, key: string, ids: string[]): Promise<number> {
  const rows = await db
    .update(outboxMessage)
    .set({ payload: null })
    .where(
      and(
        ne(outboxMessage.state, 'claimed'),
        isNotNull(outboxMessage.payload),
        inArray(sql`${outboxMessage.data} ->> ${key}`, ids),
      ),
    )
    .returning({ id: outboxMessage.id });
  return rows.length;
}
