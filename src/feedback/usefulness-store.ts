import { and, eq } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { usefulness } from '../db/schema/feedback.ts';

export type Usefulness = typeof usefulness.$inferSelect;
type Key = Pick<Usefulness, 'subjectKind' | 'subjectId' | 'personId'>;

export async function selectVote(db: Db, key: Key): Promise<Usefulness | undefined> {
  const [row] = await db.select().from(usefulness).where(isVote(key)).for('update');
  return row;
}

export async function upsertVote(db: Db, row: Usefulness): Promise<void> {
  const { vote, why, at } = row;
  await db
    .insert(usefulness)
    .values(row)
    .onConflictDoUpdate({ target: [usefulness.subjectKind, usefulness.subjectId, usefulness.personId], set: { vote, why, at } });
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

export const eraseWhy = async (db: Db, personId: string): Promise<void> =>
  void (await db.update(usefulness).set({ why: null }).where(eq(usefulness.personId, personId)));
