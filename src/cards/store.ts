import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import { card, cardDelegation, cardDue, cardEvent, cardLetter, type CardKind } from '../db/schema/cards.ts';
import type { Db } from '../db/db.ts';

export type Card = typeof card.$inferSelect;
export type CardLetter = typeof cardLetter.$inferSelect;
export type CardEvent = typeof cardEvent.$inferSelect;
export type CardDue = typeof cardDue.$inferSelect;
export type CardDelegation = typeof cardDelegation.$inferSelect;

export const insertCard = async (db: Db, row: typeof card.$inferInsert): Promise<void> =>
  void (await db.insert(card).values(row));

/** Moves a card on by one revision, settled or (null) open again; undefined when there is no such card. */
export async function bumpRevision(db: Db, id: string, settledAt?: Date | null): Promise<Card | undefined> {
  const [row] = await db
    .update(card)
    .set({ revision: sql`${card.revision} + 1`, ...(settledAt === undefined ? {} : { settledAt }) })
    .where(eq(card.id, id))
    .returning();
  return row;
}

export async function selectCard(db: Db, id: string): Promise<Card | undefined> {
  const [row] = await db.select().from(card).where(eq(card.id, id));
  return row;
}

export async function selectCardOf(db: Db, kind: CardKind, subjectId: string): Promise<Card | undefined> {
  const [row] = await db
    .select()
    .from(card)
    .where(and(eq(card.kind, kind), eq(card.subjectId, subjectId)));
  return row;
}

/** Inserts the letters that are not there yet and returns those. */
export const insertLetters = (db: Db, rows: (typeof cardLetter.$inferInsert)[]): Promise<CardLetter[]> =>
  db.insert(cardLetter).values(rows).onConflictDoNothing().returning();

export const selectLetters = (db: Db, cardId: string, limit: number): Promise<CardLetter[]> =>
  db.select().from(cardLetter).where(eq(cardLetter.cardId, cardId)).orderBy(asc(cardLetter.personId)).limit(limit);

export const updatePart = async (db: Db, letter: Pick<CardLetter, 'cardId' | 'personId' | 'part'>): Promise<void> =>
  void (await db
    .update(cardLetter)
    .set({ part: letter.part })
    .where(and(eq(cardLetter.cardId, letter.cardId), eq(cardLetter.personId, letter.personId))));

export const insertEvent = async (db: Db, row: typeof cardEvent.$inferInsert): Promise<void> =>
  void (await db.insert(cardEvent).values(row));

export const selectEvents = (db: Db, cardId: string, limit: number): Promise<CardEvent[]> =>
  db.select().from(cardEvent).where(eq(cardEvent.cardId, cardId)).orderBy(asc(cardEvent.at), asc(cardEvent.id)).limit(limit);

export async function selectEvent(db: Db, id: string): Promise<CardEvent | undefined> {
  const [row] = await db.select().from(cardEvent).where(eq(cardEvent.id, id));
  return row;
}

export const insertDue = async (db: Db, rows: (typeof cardDue.$inferInsert)[]): Promise<void> =>
  void (await db.insert(cardDue).values(rows).onConflictDoNothing());

/** As before, but one that was done or cancelled comes again. */
export const upsertDue = async (db: Db, rows: (typeof cardDue.$inferInsert)[]): Promise<void> =>
  void (await db
    .insert(cardDue)
    .values(rows)
    .onConflictDoUpdate({ target: [cardDue.cardId, cardDue.kind, cardDue.dueAt], set: { doneAt: null } }));

export const selectDue = (db: Db, now: Date, limit: number): Promise<CardDue[]> =>
  db
    .select()
    .from(cardDue)
    .where(and(isNull(cardDue.doneAt), lte(cardDue.dueAt, now)))
    .orderBy(asc(cardDue.dueAt), asc(cardDue.cardId))
    .limit(limit);

export async function selectNextDue(db: Db): Promise<Date | undefined> {
  const [row] = await db
    .select({ at: cardDue.dueAt })
    .from(cardDue)
    .where(isNull(cardDue.doneAt))
    .orderBy(asc(cardDue.dueAt))
    .limit(1);
  return row?.at;
}

/** Marks one due instant as done; false when another process was quicker. */
export async function markDueDone(db: Db, due: CardDue, now: Date): Promise<boolean> {
  const done = await db
    .update(cardDue)
    .set({ doneAt: now })
    .where(and(eq(cardDue.cardId, due.cardId), eq(cardDue.kind, due.kind), eq(cardDue.dueAt, due.dueAt), isNull(cardDue.doneAt)))
    .returning({ kind: cardDue.kind });
  return done.length === 1;
}

/** What was still to come due on a card does not come any more; of these kinds, or all. */
export const cancelDue = async (db: Db, cardId: string, now: Date, kinds?: string[]): Promise<void> =>
  void (await db
    .update(cardDue)
    .set({ doneAt: now })
    .where(and(eq(cardDue.cardId, cardId), isNull(cardDue.doneAt), kinds ? inArray(cardDue.kind, kinds) : undefined)));

export const selectDelegations = (db: Db, cardId: string, limit: number): Promise<CardDelegation[]> =>
  db.select().from(cardDelegation).where(eq(cardDelegation.cardId, cardId)).orderBy(asc(cardDelegation.at)).limit(limit);

export const upsertDelegation = async (db: Db, row: typeof cardDelegation.$inferInsert): Promise<void> =>
  void (await db
    .insert(cardDelegation)
    .values(row)
    .onConflictDoUpdate({ target: [cardDelegation.cardId, cardDelegation.fromId], set: { toId: row.toId, at: row.at } }));

export const eraseEventWords = (db: Db, personId: string): Promise<{ id: string; cardId: string }[]> =>
  db
    .update(cardEvent)
    .set({ words: null })
    .where(and(eq(cardEvent.personId, personId), isNotNull(cardEvent.words)))
    .returning({ id: cardEvent.id, cardId: cardEvent.cardId });
