import { and, count, desc, eq, gt, gte, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { usefulness, usefulnessAsk } from '../db/schema/feedback.ts';

export type Usefulness = typeof usefulness.$inferSelect;
export type UsefulnessAsk = typeof usefulnessAsk.$inferSelect;
type Key = Pick<Usefulness, 'subjectKind' | 'subjectId' | 'personId'>;

export async function selectVote(db: Db, key: Key): Promise<Usefulness | undefined> {
  const [row] = await db.select().from(usefulness).where(isVote(key)).for('update');
  return row;
}

export async function upsertVote(db: Db, row: Usefulness): Promise<void> {
  const { vote, why, findingKind, audienceId, at } = row;
  await db
    .insert(usefulness)
    .values(row)
    .onConflictDoUpdate({
      target: [usefulness.subjectKind, usefulness.subjectId, usefulness.personId],
      set: { vote, why, findingKind, audienceId, at },
    });
}

/** False when there is no vote to say why of. */
export async function updateWhy(db: Db, key: Key, why: string): Promise<boolean> {
  const changed = await db.update(usefulness).set({ why }).where(isVote(key)).returning({ vote: usefulness.vote });
  return changed.length === 1;
}

const isVote = (key: Key) =>
  and(
    eq(usefulness.subjectKind, key.subjectKind),
    eq(usefulness.subjectId, key.subjectId),
    eq(usefulness.personId, key.personId),
  );

/** How many texts a person found of no use after an instant. */
export async function countUnhelpful(db: Db, personId: string, after: Date): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(usefulness)
    .where(and(eq(usefulness.personId, personId), eq(usefulness.vote, 'no'), gt(usefulness.at, after)));
  return row?.count ?? 0;
}

export async function selectNewestAsk(db: Db, personId: string): Promise<UsefulnessAsk | undefined> {
  const [row] = await db
    .select()
    .from(usefulnessAsk)
    .where(eq(usefulnessAsk.personId, personId))
    .orderBy(desc(usefulnessAsk.askedAt))
    .limit(1);
  return row;
}

/** False when the person is asked at this instant already. */
export async function insertAsk(db: Db, row: typeof usefulnessAsk.$inferInsert): Promise<boolean> {
  const made = await db.insert(usefulnessAsk).values(row).onConflictDoNothing().returning({ personId: usefulnessAsk.personId });
  return made.length === 1;
}

/** False when the person has chosen otherwise meanwhile. */
export async function updateChoice(
  db: Db,
  { personId, askedAt, choice }: Pick<UsefulnessAsk, 'personId' | 'askedAt' | 'choice'>,
  next: Pick<UsefulnessAsk, 'choice' | 'chosenAt'>,
): Promise<boolean> {
  const changed = await db
    .update(usefulnessAsk)
    .set(next)
    .where(
      and(
        eq(usefulnessAsk.personId, personId),
        eq(usefulnessAsk.askedAt, askedAt),
        choice === null ? isNull(usefulnessAsk.choice) : eq(usefulnessAsk.choice, choice),
      ),
    )
    .returning({ personId: usefulnessAsk.personId });
  return changed.length === 1;
}

/** Votes by what a text led with and for whom it was written, since an instant; those with the most “no” first. */
export const selectTallies = (db: Db, since: Date, limit: number) =>
  db
    .select({
      subjectKind: usefulness.subjectKind,
      findingKind: usefulness.findingKind,
      audienceId: usefulness.audienceId,
      yes: sql<number>`(count(*) filter (where ${usefulness.vote} = 'yes'))::int`,
      no: sql<number>`(count(*) filter (where ${usefulness.vote} = 'no'))::int`,
    })
    .from(usefulness)
    .where(gte(usefulness.at, since))
    .groupBy(usefulness.subjectKind, usefulness.findingKind, usefulness.audienceId)
    .orderBy(sql`5 desc, 4 desc, 1, 2, 3`)
    .limit(limit);

/** For whom the newest digest was written that a person found of no use; undefined where all of them were answers. */
export async function selectAudienceOfNo(db: Db, personId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ audienceId: usefulness.audienceId })
    .from(usefulness)
    .where(and(eq(usefulness.personId, personId), eq(usefulness.vote, 'no'), isNotNull(usefulness.audienceId)))
    .orderBy(desc(usefulness.at))
    .limit(1);
  return row?.audienceId ?? undefined;
}

/** What people wrote to their votes, newest first. */
export const selectReasons = (db: Db, since: Date, limit: number) =>
  db
    .select({
      subjectKind: usefulness.subjectKind,
      findingKind: usefulness.findingKind,
      audienceId: usefulness.audienceId,
      vote: usefulness.vote,
      why: usefulness.why,
    })
    .from(usefulness)
    .where(and(gte(usefulness.at, since), isNotNull(usefulness.why)))
    .orderBy(desc(usefulness.at))
    .limit(limit);

export const eraseWhy = async (db: Db, personId: string): Promise<void> =>
  void (await db.update(usefulness).set({ why: null }).where(eq(usefulness.personId, personId)));
