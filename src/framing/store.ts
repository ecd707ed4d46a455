import { and, asc, desc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { feedbackCase } from '../db/schema/feedback.ts';
import { framing, framingAnswer, framingEvent, framingOption } from '../db/schema/framing.ts';

export type FramingRow = typeof framing.$inferSelect;
export type FramingEvent = typeof framingEvent.$inferSelect;
export type FramingAnswer = typeof framingAnswer.$inferSelect;
export type FramingOption = typeof framingOption.$inferSelect;

export const insertFraming = async (db: Db, row: typeof framing.$inferInsert): Promise<void> =>
  void (await db.insert(framing).values(row));

export async function selectByKey(db: Db, byId: string, clientKey: string): Promise<FramingRow | undefined> {
  const [row] = await db
    .select()
    .from(framing)
    .where(and(eq(framing.byId, byId), eq(framing.clientKey, clientKey)));
  return row;
}

/** Holds the row until the transaction ends. */
export async function lockFraming(db: Db, id: string): Promise<FramingRow | undefined> {
  const [row] = await db.select().from(framing).where(eq(framing.id, id)).for('update');
  return row;
}

export async function selectFraming(db: Db, which: { id: string } | { number: number }): Promise<FramingRow | undefined> {
  const [row] = await db
    .select()
    .from(framing)
    .where('id' in which ? eq(framing.id, which.id) : eq(framing.number, which.number));
  return row;
}

/** Newest first. */
export const selectFramings = (db: Db, filter: { open: boolean }, limit: number): Promise<FramingRow[]> =>
  db
    .select()
    .from(framing)
    .where(filter.open ? eq(framing.state, 'open') : undefined)
    .orderBy(desc(framing.number))
    .limit(limit);

/** Ideas that came of these cases, newest first. */
export const selectOfCases = (db: Db, caseIds: string[], limit: number): Promise<FramingRow[]> =>
  db.select().from(framing).where(inArray(framing.caseId, caseIds)).orderBy(desc(framing.number)).limit(limit);

export const updateFraming = async (db: Db, id: string, change: Partial<FramingRow>): Promise<void> =>
  void (await db.update(framing).set(change).where(eq(framing.id, id)));

export const insertEvent = async (db: Db, row: typeof framingEvent.$inferInsert): Promise<void> =>
  void (await db.insert(framingEvent).values(row));

export const selectEvents = (db: Db, framingId: string, limit: number): Promise<FramingEvent[]> =>
  db
    .select()
    .from(framingEvent)
    .where(eq(framingEvent.framingId, framingId))
    .orderBy(asc(framingEvent.at), asc(framingEvent.id))
    .limit(limit);

/** Whether something with this key was said before. */
export async function hasEventOf(db: Db, framingId: string, clientKey: string): Promise<boolean> {
  const [row] = await db
    .select({ id: framingEvent.id })
    .from(framingEvent)
    .where(and(eq(framingEvent.framingId, framingId), sql`${framingEvent.data} ->> 'clientKey' = ${clientKey}`))
    .limit(1);
  return row !== undefined;
}

export async function selectEvent(db: Db, id: string): Promise<FramingEvent | undefined> {
  const [row] = await db.select().from(framingEvent).where(eq(framingEvent.id, id));
  return row;
}

/** The words with which ideas were opened, by idea. */
export const selectOpenings = (db: Db, framingIds: string[]) =>
  db
    .select({ framingId: framingEvent.framingId, words: framingEvent.words })
    .from(framingEvent)
    .where(and(inArray(framingEvent.framingId, framingIds), eq(framingEvent.kind, 'opened')));

export const selectAnswers = (db: Db, framingIds: string[]): Promise<FramingAnswer[]> =>
  db.select().from(framingAnswer).where(inArray(framingAnswer.framingId, framingIds));

export async function upsertAnswer(db: Db, row: typeof framingAnswer.$inferInsert): Promise<void> {
  const { framingId: _f, question: _q, ...set } = row;
  await db
    .insert(framingAnswer)
    .values(row)
    .onConflictDoUpdate({ target: [framingAnswer.framingId, framingAnswer.question], set });
}

export const selectOptions = (db: Db, framingId: string, limit: number): Promise<FramingOption[]> =>
  db
    .select()
    .from(framingOption)
    .where(eq(framingOption.framingId, framingId))
    .orderBy(asc(framingOption.at), asc(framingOption.id))
    .limit(limit);

export async function selectOption(db: Db, id: string): Promise<FramingOption | undefined> {
  const [row] = await db.select().from(framingOption).where(eq(framingOption.id, id));
  return row;
}

/** False when it is there already. */
export async function insertOption(db: Db, row: typeof framingOption.$inferInsert): Promise<boolean> {
  const made = await db.insert(framingOption).values(row).onConflictDoNothing().returning({ id: framingOption.id });
  return made.length === 1;
}

export const updateOption = async (db: Db, id: string, change: Pick<FramingOption, 'verdict' | 'why'>): Promise<void> =>
  void (await db.update(framingOption).set(change).where(eq(framingOption.id, id)));

/** What an idea needs of the case that it came from. Read only: cases lie above. */
export async function selectCase(db: Db, id: string) {
  const { number, modelId, flaggedById } = feedbackCase;
  const [row] = await db
    .select({ id: feedbackCase.id, number, modelId, flaggedById })
    .from(feedbackCase)
    .where(eq(feedbackCase.id, id));
  return row;
}

/** Takes a person's words away; returns the ids of the events and ideas in which something was erased. */
export async function eraseWords(db: Db, personId: string): Promise<{ events: string[]; framings: string[] }> {
  const events = await db
    .update(framingEvent)
    .set({ words: null })
    .where(and(eq(framingEvent.personId, personId), isNotNull(framingEvent.words)))
    .returning({ id: framingEvent.id, framingId: framingEvent.framingId });
  const answers = await db
    .update(framingAnswer)
    .set({ words: null })
    .where(and(eq(framingAnswer.personId, personId), isNotNull(framingAnswer.words)))
    .returning({ framingId: framingAnswer.framingId });
  const options = await db
    .update(framingOption)
    .set({ words: null })
    .where(and(eq(framingOption.byId, personId), isNotNull(framingOption.words)))
    .returning({ framingId: framingOption.framingId });
  // Why an option was dropped is said by whoever judged it: the event knows who that was.
  const judged = await db
    .select({ data: framingEvent.data })
    .from(framingEvent)
    .where(and(eq(framingEvent.personId, personId), eq(framingEvent.kind, 'judged')));
  const judgedIds = judged.flatMap(({ data }) => (typeof data['optionId'] === 'string' ? [data['optionId']] : []));
  const whys =
    judgedIds.length === 0
      ? []
      : await db
          .update(framingOption)
          .set({ why: null })
          .where(and(inArray(framingOption.id, judgedIds), isNotNull(framingOption.why), ne(framingOption.verdict, 'open')))
          .returning({ framingId: framingOption.framingId });
  return {
    events: events.map((one) => one.id),
    framings: [...new Set([...events, ...answers, ...options, ...whys].map((one) => one.framingId))],
  };
}
