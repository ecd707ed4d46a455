import { and, eq, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { draft } from '../db/schema/feedback.ts';

export type DraftRow = typeof draft.$inferSelect;

/** Keeps the newest of what a form holds; nothing once that form was sent. */
export async function upsertDraft(db: Db, row: DraftRow, formId: string): Promise<void> {
  await db
    .insert(draft)
    .values(row)
    .onConflictDoUpdate({
      target: [draft.personId, draft.form],
      set: { values: row.values, at: row.at },
      setWhere: sql`${draft.at} <= ${row.at.toISOString()}::timestamptz and ${draft.values} ->> 'sent' is distinct from ${formId}`,
    });
}

export async function selectDraft(db: Db, personId: string, form: string): Promise<DraftRow | undefined> {
  const [row] = await db
    .select()
    .from(draft)
    .where(and(eq(draft.personId, personId), eq(draft.form, form)));
  return row;
}

/** What was typed goes; that this form was sent stays, for what is still on its way. */
export async function markSent(db: Db, row: Pick<DraftRow, 'personId' | 'form' | 'at'>, formId: string): Promise<void> {
  const values = { sent: formId };
  await db
    .insert(draft)
    .values({ ...row, values })
    .onConflictDoUpdate({ target: [draft.personId, draft.form], set: { values } });
}

export async function deleteDrafts(db: Db, personId: string, before?: Date): Promise<number> {
  const gone = await db
    .delete(draft)
    .where(and(eq(draft.personId, personId), before && lt(draft.at, before)))
    .returning({ form: draft.form });
  return gone.length;
}
