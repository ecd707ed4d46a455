import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { languageModelExchange, languageModelUse } from '../db/schema/llm.ts';
import type { Day } from '../shared/period.ts';

export type ExchangeRow = typeof languageModelExchange.$inferSelect;

/** Counts one call, unless that many were counted already; the write itself settles who comes last. */
export async function countCall(db: Db, { day, who, limit }: { day: Day; who: string; limit: number }): Promise<boolean> {
  const counted = await db
    .insert(languageModelUse)
    .values({ day, who, calls: 1 })
    .onConflictDoUpdate({
      target: [languageModelUse.day, languageModelUse.who],
      set: { calls: sql`${languageModelUse.calls} + 1` },
      setWhere: lt(languageModelUse.calls, limit),
    })
    .returning({ calls: languageModelUse.calls });
  return counted.length === 1;
}

export const deleteUseBefore = async (db: Db, day: Day): Promise<void> =>
  void (await db.delete(languageModelUse).where(lt(languageModelUse.day, day)));

export const insertExchange = async (db: Db, row: typeof languageModelExchange.$inferInsert): Promise<void> =>
  void (await db.insert(languageModelExchange).values(row));

/** Deletes at most `limit` exchanges from before an instant. */
export async function deleteExchanges(db: Db, before: Date, limit: number): Promise<void> {
  const old = db
    .select({ id: languageModelExchange.id })
    .from(languageModelExchange)
    .where(lt(languageModelExchange.at, before))
    .limit(limit);
  await db.delete(languageModelExchange).where(inArray(languageModelExchange.id, old));
}

/** What was put to it for an edition or an answer, newest first. */
export const selectExchanges = (db: Db, { subject, limit }: { subject: string; limit: number }): Promise<ExchangeRow[]> =>
  db
    .select()
    .from(languageModelExchange)
    .where(eq(languageModelExchange.subject, subject))
    .orderBy(desc(languageModelExchange.at), desc(languageModelExchange.id))
    .limit(limit);

/** Takes a person's words out of what was sent and received; that it was asked stays. Returns how many held some. */
export async function eraseExchanges(db: Db, personId: string): Promise<number> {
  const erased = await db
    .update(languageModelExchange)
    .set({ sent: null, received: null, detail: null })
    .where(and(eq(languageModelExchange.personId, personId), sql`${languageModelExchange.sent} is not null`))
    .returning({ id: languageModelExchange.id });
  return erased.length;
}
