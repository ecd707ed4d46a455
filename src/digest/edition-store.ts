import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { edition, termMet } from '../db/schema/digest.ts';
import type { Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';

export type EditionRow = typeof edition.$inferSelect;

/** False when this audience's edition for the destination and period is there already. Previews are not unique. */
export async function insertEdition(db: Db, row: typeof edition.$inferInsert): Promise<boolean> {
  const made = await db
    .insert(edition)
    .values(row)
    .onConflictDoNothing({
      target: [edition.audienceId, edition.destination, edition.periodStart],
      where: sql`not ${edition.preview}`,
    })
    .returning({ id: edition.id });
  return made.length === 1;
}

export async function findEdition(db: Db, id: string): Promise<EditionRow | undefined> {
  const [row] = await db.select().from(edition).where(eq(edition.id, id));
  return row;
}

/** When a destination was told of a period, if it was. */
export async function findComposedAt(
  db: Db,
  { audienceId, destination, periodStart }: { audienceId: string; destination: string; periodStart: Day },
): Promise<Date | undefined> {
  const [row] = await db
    .select({ composedAt: edition.composedAt })
    .from(edition)
    .where(
      and(
        eq(edition.audienceId, audienceId),
        eq(edition.destination, destination),
        eq(edition.periodStart, periodStart),
        eq(edition.preview, false),
      ),
    );
  return row?.composedAt;
}

/** Deletes at most `limit` previews that were composed before an instant; returns their ids. */
export async function deletePreviews(db: Db, before: Date, limit: number): Promise<string[]> {
  const old = db
    .select({ id: edition.id })
    .from(edition)
    .where(and(eq(edition.preview, true), lt(edition.composedAt, before)))
    .limit(limit);
  const gone = await db.delete(edition).where(inArray(edition.id, old)).returning({ id: edition.id });
  return gone.map((row) => row.id);
}

/** Which of some terms a destination has met. */
export async function selectMet(db: Db, destination: string, terms: string[]): Promise<Set<string>> {
  if (terms.length === 0) return new Set();
  const rows = await db
    .select({ term: termMet.term })
    .from(termMet)
    .where(and(eq(termMet.destination, destination), inArray(termMet.term, terms)));
  return new Set(rows.map((row) => row.term));
}

export async function insertMet(db: Db, row: typeof termMet.$inferInsert): Promise<void> {
  await db.insert(termMet).values(row).onConflictDoNothing();
}
