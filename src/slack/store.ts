import { and, eq, inArray, isNull, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { slackChat, slackInbox } from '../db/schema/slack.ts';

/** Stores what arrived; false when its key is known. */
export async function insertArrival(db: Db, row: typeof slackInbox.$inferInsert): Promise<boolean> {
  const made = await db.insert(slackInbox).values(row).onConflictDoNothing().returning({ key: slackInbox.key });
  return made.length === 1;
}

/**
 * Like `insertArrival`, for several, no key twice; a row that was begun before `abandonedBefore` and never finished may be
 * begun again. Returns the keys that may begin.
 */
export async function claimArrivals(
  db: Db,
  rows: (typeof slackInbox.$inferInsert)[],
  abandonedBefore: Date,
): Promise<Set<string>> {
  const made = await db
    .insert(slackInbox)
    .values(rows)
    .onConflictDoUpdate({
      target: slackInbox.key,
      set: { receivedAt: sql`excluded.received_at` },
      setWhere: sql`${isNull(slackInbox.doneAt)} and ${lt(slackInbox.receivedAt, abandonedBefore)}`,
    })
    .returning({ key: slackInbox.key });
  return new Set(made.map(({ key }) => key));
}

export async function findArrival(db: Db, key: string): Promise<typeof slackInbox.$inferSelect | undefined> {
  const [row] = await db.select().from(slackInbox).where(eq(slackInbox.key, key));
  return row;
}

/** Their content is not needed any more and is forgotten; the keys stay. */
export const finishArrivals = async (db: Db, keys: string[], doneAt: Date): Promise<void> => {
  await db.update(slackInbox).set({ doneAt, payload: null }).where(inArray(slackInbox.key, keys));
};

export const forgetArrival = async (db: Db, key: string): Promise<void> => {
  await db.delete(slackInbox).where(and(eq(slackInbox.key, key), isNull(slackInbox.doneAt)));
};

/** Forgets what arrived before an instant; returns how many rows went. */
export async function deleteArrivals(db: Db, receivedBefore: Date): Promise<number> {
  const gone = await db.delete(slackInbox).where(lt(slackInbox.receivedAt, receivedBefore)).returning({ key: slackInbox.key });
  return gone.length;
}

/** Where the direct messages of a Slack user are, once one was sent. */
export async function findChat(db: Db, slackUser: string): Promise<string | undefined> {
  const [row] = await db.select({ channel: slackChat.channel }).from(slackChat).where(eq(slackChat.slackUser, slackUser));
  return row?.channel;
}

export const keepChat = async (db: Db, chat: typeof slackChat.$inferInsert): Promise<void> =>
  void (await db
    .insert(slackChat)
    .values(chat)
    .onConflictDoUpdate({ target: slackChat.slackUser, set: { channel: chat.channel } }));
