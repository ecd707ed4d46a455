import { and, eq, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { slackInbox } from '../db/schema/slack.ts';

/** Stores what arrived; false when its key is known. */
export async function insertArrival(db: Db, row: typeof slackInbox.$inferInsert): Promise<boolean> {
  const made = await db.insert(slackInbox).values(row).onConflictDoNothing().returning({ key: slackInbox.key });
  return made.length === 1;
}

/** Like `insertArrival`, but a row that was begun before `abandonedBefore` and never finished may be begun again. */
export async function claimArrival(db: Db, row: typeof slackInbox.$inferInsert, abandonedBefore: Date): Promise<boolean> {
  const made = await db
    .insert(slackInbox)
    .values(row)
    .onConflictDoUpdate({
      target: slackInbox.key,
      set: { receivedAt: row.receivedAt },
      setWhere: sql`${isNull(slackInbox.doneAt)} and ${lt(slackInbox.receivedAt, abandonedBefore)}`,
    })
    .returning({ key: slackInbox.key });
  return made.length === 1;
}

export async function findArrival(db: Db, key: string): Promise<typeof slackInbox.$inferSelect | undefined> {
  const [row] = await db.select().from(slackInbox).where(eq(slackInbox.key, key));
  return row;
}

/** Its content is not needed any more and is forgotten; the key stays. */
export const finishArrival = async (db: Db, key: string, doneAt: Date): Promise<void> => {
  await db.update(slackInbox).set({ doneAt, payload: null }).where(eq(slackInbox.key, key));
};

export const forgetArrival = async (db: Db, key: string): Promise<void> => {
  await db.delete(slackInbox).where(and(eq(slackInbox.key, key), isNull(slackInbox.doneAt)));
};

/** Forgets what arrived before an instant; returns how many rows went. */
export async function deleteArrivals(db: Db, receivedBefore: Date): Promise<number> {
  const gone = await db.delete(slackInbox).where(lt(slackInbox.receivedAt, receivedBefore)).returning({ key: slackInbox.key });
  return gone.length;
}
