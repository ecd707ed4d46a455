import { and, asc, eq } from 'drizzle-orm';
import { person } from '../db/schema/people.ts';
import { versionNote } from '../db/schema/validation.ts';
import type { Db } from '../db/db.ts';

export const insertNote = async (db: Db, row: typeof versionNote.$inferInsert): Promise<void> =>
  void (await db.insert(versionNote).values(row));

export const selectNotes = (db: Db, modelId: string, version: number | undefined, limit: number) =>
  db
    .select({
      id: versionNote.id,
      version: versionNote.version,
      personId: versionNote.personId,
      name: person.name,
      at: versionNote.at,
      words: versionNote.words,
    })
    .from(versionNote)
    .leftJoin(person, eq(person.id, versionNote.personId))
    .where(and(eq(versionNote.modelId, modelId), version === undefined ? undefined : eq(versionNote.version, version)))
    .orderBy(asc(versionNote.version), asc(versionNote.at))
    .limit(limit);

/** Takes a person's words away; that there was a note, and its hash, stay. */
export async function eraseNotes(db: Db, personId: string): Promise<number> {
  const rows = await db
    .update(versionNote)
    .set({ words: null })
    .where(eq(versionNote.personId, personId))
    .returning({ id: versionNote.id });
  return rows.length;
}
