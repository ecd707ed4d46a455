import { and, asc, eq, gt, inArray, isNotNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { sampleAnswer, sampleItem, sampleLetter, sampleRound } from '../db/schema/sampling.ts';

export type RoundRow = typeof sampleRound.$inferSelect;
export type ItemRow = typeof sampleItem.$inferSelect;
export type AnswerRow = typeof sampleAnswer.$inferSelect;
export type LetterRow = typeof sampleLetter.$inferSelect;

/** False where the same occasion has a round already. */
export async function insertRound(db: Db, row: typeof sampleRound.$inferInsert): Promise<boolean> {
  const made = await db
    .insert(sampleRound)
    .values(row)
    .onConflictDoNothing({ target: [sampleRound.modelId, sampleRound.occasionKey] })
    .returning({ id: sampleRound.id });
  return made.length === 1;
}

export async function selectRound(db: Db, id: string): Promise<RoundRow | undefined> {
  const [row] = await db.select().from(sampleRound).where(eq(sampleRound.id, id));
  return row;
}

export async function lockRound(db: Db, id: string): Promise<RoundRow | undefined> {
  const [row] = await db.select().from(sampleRound).where(eq(sampleRound.id, id)).for('update');
  return row;
}

/** False when the round has left the state meanwhile. */
export async function changeRound(
  db: Db,
  id: string,
  from: RoundRow['state'],
  change: Partial<Omit<RoundRow, 'id'>>,
): Promise<boolean> {
  const changed = await db
    .update(sampleRound)
    .set(change)
    .where(and(eq(sampleRound.id, id), eq(sampleRound.state, from)))
    .returning({ id: sampleRound.id });
  return changed.length === 1;
}

export async function insertItems(db: Db, rows: ItemRow[]): Promise<void> {
  await db.insert(sampleItem).values(rows);
}

export const selectItems = (db: Db, roundId: string): Promise<ItemRow[]> =>
  db.select().from(sampleItem).where(eq(sampleItem.roundId, roundId)).orderBy(asc(sampleItem.position));

export async function insertLetters(db: Db, rows: LetterRow[]): Promise<void> {
  await db.insert(sampleLetter).values(rows);
}

export const selectLetters = (db: Db, roundId: string): Promise<LetterRow[]> =>
  db.select().from(sampleLetter).where(eq(sampleLetter.roundId, roundId)).orderBy(asc(sampleLetter.personId));

export async function lockLetter(db: Db, roundId: string, personId: string): Promise<LetterRow | undefined> {
  const [row] = await db.select().from(sampleLetter).where(isLetter(roundId, personId)).for('update');
  return row;
}

export async function turnLetter(
  db: Db,
  { roundId, personId }: Pick<LetterRow, 'roundId' | 'personId'>,
  shown: Pick<LetterRow, 'position' | 'again'>,
): Promise<void> {
  await db.update(sampleLetter).set(shown).where(isLetter(roundId, personId));
}

export async function markReminded(db: Db, roundId: string, personIds: string[], at: Date): Promise<void> {
  if (personIds.length === 0) return;
  await db
    .update(sampleLetter)
    .set({ remindedAt: at })
    .where(and(eq(sampleLetter.roundId, roundId), inArray(sampleLetter.personId, personIds)));
}

export async function upsertAnswer(db: Db, row: Omit<AnswerRow, 'words'>): Promise<void> {
  const { answer, at } = row;
  await db
    .insert(sampleAnswer)
    .values(row)
    .onConflictDoUpdate({
      target: [sampleAnswer.roundId, sampleAnswer.position, sampleAnswer.personId],
      set: { answer, at },
    });
}

/** False when there is no answer to say something about. */
export async function updateWords(
  db: Db,
  { roundId, position, personId }: Pick<AnswerRow, 'roundId' | 'position' | 'personId'>,
  words: string | null,
): Promise<boolean> {
  const changed = await db
    .update(sampleAnswer)
    .set({ words })
    .where(and(eq(sampleAnswer.roundId, roundId), eq(sampleAnswer.position, position), eq(sampleAnswer.personId, personId)))
    .returning({ position: sampleAnswer.position });
  return changed.length === 1;
}

export const selectAnswers = (db: Db, roundId: string, personId?: string): Promise<AnswerRow[]> =>
  db
    .select()
    .from(sampleAnswer)
    .where(and(eq(sampleAnswer.roundId, roundId), personId === undefined ? undefined : eq(sampleAnswer.personId, personId)))
    .orderBy(asc(sampleAnswer.position), asc(sampleAnswer.personId));

const remindAt = sql`(${sampleRound.rule} ->> 'remindAt')::timestamptz`;

/** Its owner has said what comes of it. */
const isTold = sql`exists (
  select 1 from matter m where m.id = (${sampleRound.rule} #>> '{result,matterId}')::uuid and m.state = 'done')`;
/** Everybody had answered before its last day; until then an answer may be changed, and not after. */
const isCountedEarly = lt(sampleRound.closedAt, sampleRound.closesAt);

/** What is due: rounds to ask, to remind of, rounds whose time is over, rounds of whose answers something came. Oldest first. */
export const selectDue = (db: Db, now: Date, limit: number) =>
  db
    .select({
      id: sampleRound.id,
      state: sampleRound.state,
      isOver: sql<boolean>`${sampleRound.closesAt} <= ${now.toISOString()}::timestamptz`,
      isTold: sql<boolean>`${isTold}`,
    })
    .from(sampleRound)
    .where(
      or(
        and(eq(sampleRound.state, 'planned'), lte(sampleRound.askedAt, now)),
        and(
          eq(sampleRound.state, 'open'),
          or(lte(sampleRound.closesAt, now), sql`${remindAt} <= ${now.toISOString()}::timestamptz`),
        ),
        and(eq(sampleRound.state, 'closed'), or(isTold, and(isCountedEarly, lte(sampleRound.closesAt, now)))),
      ),
    )
    .orderBy(asc(sampleRound.askedAt))
    .limit(limit);

/** The first instant after `after` at which one is; what is due already and could not be done yet is none to wait for. */
export async function selectNextDue(db: Db, after: Date): Promise<Date | undefined> {
  const next = async (state: 'planned' | 'open' | 'closed', at: typeof sampleRound.askedAt | typeof sampleRound.closesAt) => {
    const isNext = and(eq(sampleRound.state, state), gt(at, after), state === 'closed' ? isCountedEarly : undefined);
    const [row] = await db.select({ at }).from(sampleRound).where(isNext).orderBy(asc(at)).limit(1);
    return row?.at;
  };
  const [first] = await db
    .select({ at: sql<string | null>`min(${remindAt})` })
    .from(sampleRound)
    .where(and(eq(sampleRound.state, 'open'), sql`${remindAt} > ${after.toISOString()}::timestamptz`));
  const remind = first?.at ? new Date(first.at) : undefined;
  const all = [
    await next('planned', sampleRound.askedAt),
    remind,
    await next('open', sampleRound.closesAt),
    await next('closed', sampleRound.closesAt),
  ];
  return all.filter((at) => at !== undefined).toSorted((a, b) => a.getTime() - b.getTime())[0];
}

/** Returns the rounds in which something was erased. */
export async function eraseWordsOf(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .update(sampleAnswer)
    .set({ words: null })
    .where(and(eq(sampleAnswer.personId, personId), isNotNull(sampleAnswer.words)))
    .returning({ roundId: sampleAnswer.roundId });
  return [...new Set(rows.map((row) => row.roundId))];
}

const isLetter = (roundId: string, personId: string) =>
  and(eq(sampleLetter.roundId, roundId), eq(sampleLetter.personId, personId));
