import { and, asc, desc, eq, inArray, ne, sql } from 'drizzle-orm';
import { matter } from '../db/schema/matters.ts';
import { person } from '../db/schema/people.ts';
import { model } from '../db/schema/registry.ts';
import type { Db } from '../db/db.ts';

export type MatterRow = typeof matter.$inferSelect;

/** Opens a matter; where one of the same model, kind and key is open, that one takes the newer severity and finding. */
export async function upsertOpen(db: Db, row: typeof matter.$inferInsert): Promise<MatterRow> {
  const [made] = await db
    .insert(matter)
    .values(row)
    .onConflictDoUpdate({
      target: [matter.modelId, matter.kind, matter.key],
      targetWhere: sql`state <> 'done'`,
      set: { severity: row.severity, findingId: row.findingId ?? null, title: row.title },
    })
    .returning();
  return made!;
}

/** Matters that are not done, with the names a reader needs, most severe and then oldest first. */
export const selectOpen = (db: Db, teamId: string | null, limit: number) =>
  db
    .select({
      matter,
      modelTitle: model.title,
      ownerName: person.name,
      total: sql<number>`(count(*) over ())::int`,
      untaken: sql<number>`(count(*) filter (where ${matter.state} = 'open') over ())::int`,
    })
    .from(matter)
    .innerJoin(model, eq(model.id, matter.modelId))
    .leftJoin(person, eq(person.id, matter.ownerId))
    .where(and(ne(matter.state, 'done'), teamId ? eq(model.teamId, teamId) : sql`true`))
    .orderBy(desc(matter.severity), asc(matter.openedAt), asc(matter.id))
    .limit(limit);

export const selectMatters = (db: Db, ids: string[]): Promise<MatterRow[]> =>
  db.select().from(matter).where(inArray(matter.id, ids));
