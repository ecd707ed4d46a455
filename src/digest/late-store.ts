import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { digestTrouble, edition } from '../db/schema/digest.ts';
import { outboxMessage } from '../db/schema/outbox.ts';
import type { Day } from '../shared/period.ts';

export type DigestTrouble = typeof digestTrouble.$inferSelect;

/** Which digest: of whom, where, and of which week (its Monday). */
export interface WhichDigest {
  audienceId: string;
  destination: string;
  periodStart: Day;
}

const isOf = ({ audienceId, destination, periodStart }: WhichDigest) =>
  and(
    eq(digestTrouble.audienceId, audienceId),
    eq(digestTrouble.destination, destination),
    eq(digestTrouble.periodStart, periodStart),
  );

/** Keeps why the newest try failed. */
export async function noteTrouble(db: Db, which: WhichDigest, { reason, at }: { reason: string; at: Date }): Promise<void> {
  await db
    .insert(digestTrouble)
    .values({ ...which, reason, failedAt: at })
    .onConflictDoUpdate({
      target: [digestTrouble.audienceId, digestTrouble.destination, digestTrouble.periodStart],
      set: { reason, failedAt: at, tries: sql`${digestTrouble.tries} + 1`, settledAt: null },
    });
}

/** A digest that was not even begun has a row too, so that it is known when it comes. */
export async function insertTrouble(db: Db, which: WhichDigest, { reason, at }: { reason: string; at: Date }): Promise<void> {
  await db
    .insert(digestTrouble)
    .values({ ...which, reason, failedAt: at, tries: 0 })
    .onConflictDoNothing();
}

export async function selectTrouble(db: Db, which: WhichDigest): Promise<DigestTrouble | undefined> {
  const [row] = await db.select().from(digestTrouble).where(isOf(which));
  return row;
}

/** True where the digest had been missing until now. */
export async function settleTrouble(db: Db, which: WhichDigest, at: Date): Promise<boolean> {
  const done = await db
    .update(digestTrouble)
    .set({ settledAt: at })
    .where(and(isOf(which), isNull(digestTrouble.settledAt)))
    .returning({ tries: digestTrouble.tries });
  return done.length > 0;
}

export async function selectNewestEdition(db: Db, { audienceId, destination }: WhichDigest) {
  const [row] = await db
    .select({ id: edition.id, periodStart: edition.periodStart, composedAt: edition.composedAt })
    .from(edition)
    .where(and(eq(edition.audienceId, audienceId), eq(edition.destination, destination), eq(edition.preview, false)))
    .orderBy(desc(edition.composedAt))
    .limit(1);
  return row;
}

export async function selectDelivery(db: Db, dedupeKey: string) {
  const [row] = await db
    .select({ state: outboxMessage.state, lastError: outboxMessage.lastError })
    .from(outboxMessage)
    .where(eq(outboxMessage.dedupeKey, dedupeKey));
  return row;
}
