import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { businessChange, changeEvent, changeTouch } from '../db/schema/changes.ts';
import { person } from '../db/schema/people.ts';
import { model } from '../db/schema/registry.ts';
import { addDays, type Day } from '../shared/period.ts';
import { newForDays } from './rules.ts';

export type ChangeRow = typeof businessChange.$inferSelect;
export type TouchRow = typeof changeTouch.$inferSelect;
export type ChangeEvent = typeof changeEvent.$inferSelect;
/** A model that a change touches, with the names in it. */
export type Touch = Awaited<ReturnType<typeof selectTouches>>[number];

export async function insertChange(db: Db, row: typeof businessChange.$inferInsert): Promise<void> {
  await db.insert(businessChange).values(row);
}

export async function selectByKey(db: Db, byId: string, clientKey: string): Promise<ChangeRow | undefined> {
  const [row] = await db
    .select()
    .from(businessChange)
    .where(and(eq(businessChange.byId, byId), eq(businessChange.clientKey, clientKey)));
  return row;
}

/** Holds the change until the transaction ends. */
export async function lockChange(db: Db, id: string): Promise<ChangeRow | undefined> {
  const [row] = await db.select().from(businessChange).where(eq(businessChange.id, id)).for('update');
  return row;
}

export async function updateChange(db: Db, id: string, change: Partial<ChangeRow>): Promise<void> {
  await db.update(businessChange).set(change).where(eq(businessChange.id, id));
}

export const selectChange = async (db: Db, which: { id: string } | { number: number }): Promise<ChangeRow | undefined> => {
  const [row] = await db
    .select()
    .from(businessChange)
    .where('id' in which ? eq(businessChange.id, which.id) : eq(businessChange.number, which.number));
  return row;
};

export const selectTouches = (db: Db, changeIds: string[]) =>
  db
    .select({
      changeId: changeTouch.changeId,
      modelId: changeTouch.modelId,
      modelTitle: model.title,
      teamId: model.teamId,
      columns: changeTouch.columns,
      segment: changeTouch.segment,
      state: changeTouch.state,
      ownerId: changeTouch.ownerId,
      ownerName: person.name,
      matterId: changeTouch.matterId,
      evidence: changeTouch.evidence,
      settledById: changeTouch.settledById,
      settledAt: changeTouch.settledAt,
    })
    .from(changeTouch)
    .innerJoin(model, eq(model.id, changeTouch.modelId))
    .leftJoin(person, eq(person.id, changeTouch.ownerId))
    .where(inArray(changeTouch.changeId, changeIds))
    .orderBy(asc(model.title));

export const insertTouch = async (db: Db, row: typeof changeTouch.$inferInsert): Promise<void> =>
  void (await db
    .insert(changeTouch)
    .values(row)
    .onConflictDoUpdate({
      target: [changeTouch.changeId, changeTouch.modelId],
      set: { columns: row.columns ?? [], segment: row.segment ?? null },
    }));

/** Settles one touch once; false when it was settled meanwhile. */
export async function settleTouchRow(db: Db, changeId: string, modelId: string, change: Partial<TouchRow>): Promise<boolean> {
  const rows = await db
    .update(changeTouch)
    .set(change)
    .where(and(eq(changeTouch.changeId, changeId), eq(changeTouch.modelId, modelId), eq(changeTouch.state, 'open')))
    .returning({ modelId: changeTouch.modelId });
  return rows.length === 1;
}

export const setMatter = async (db: Db, changeId: string, modelId: string, matterId: string): Promise<void> =>
  void (await db
    .update(changeTouch)
    .set({ matterId })
    .where(and(eq(changeTouch.changeId, changeId), eq(changeTouch.modelId, modelId))));

/** Takes open touches of models that are not named any more away, and returns them. */
export const deleteOpenTouches = (db: Db, changeId: string, keep: string[]): Promise<TouchRow[]> =>
  db
    .delete(changeTouch)
    .where(
      and(
        eq(changeTouch.changeId, changeId),
        eq(changeTouch.state, 'open'),
        keep.length > 0 ? notInArray(changeTouch.modelId, keep) : undefined,
      ),
    )
    .returning();

export const insertEvent = async (db: Db, row: typeof changeEvent.$inferInsert): Promise<void> =>
  void (await db.insert(changeEvent).values(row));

export const eventExists = async (db: Db, id: string): Promise<boolean> =>
  (await db.select({ id: changeEvent.id }).from(changeEvent).where(eq(changeEvent.id, id))).length > 0;

export const selectEvents = (db: Db, changeIds: string[], limit: number): Promise<ChangeEvent[]> =>
  db
    .select()
    .from(changeEvent)
    .where(inArray(changeEvent.changeId, changeIds))
    .orderBy(asc(changeEvent.at), asc(changeEvent.id))
    .limit(limit);

/** Changes that hold in a stretch of days (end exclusive) and touch one of some models, newest first. */
export const selectNear = (db: Db, modelIds: string[], period: { start: Day; end: Day }, limit: number): Promise<ChangeRow[]> =>
  db
    .select()
    .from(businessChange)
    .where(
      and(
        sql`${businessChange.state} <> 'withdrawn'`,
        sql`${businessChange.startsOn} < ${period.end}`,
        or(
          gte(businessChange.endsOn, period.start),
          and(isNull(businessChange.endsOn), gte(businessChange.startsOn, addDays(period.start, -newForDays))),
        ),
        sql`exists (select 1 from change_touch t where t.change_id = ${businessChange.id} and ${inArray(sql`t.model_id`, modelIds)})`,
      ),
    )
    .orderBy(desc(businessChange.startsOn), desc(businessChange.number))
    .limit(limit);

/** Changes that begin in a stretch of days or still ask for something, soonest first; of a team's models, or all. */
export const selectComing = (
  db: Db,
  filter: { from: Day; until: Day; teamId: string | null },
  limit: number,
): Promise<ChangeRow[]> =>
  db
    .select()
    .from(businessChange)
    .where(
      and(
        inArray(businessChange.state, ['asked', 'open', 'done']),
        gte(businessChange.startsOn, filter.from),
        lte(businessChange.startsOn, filter.until),
        filter.teamId === null
          ? undefined
          : sql`(${businessChange.state} = 'asked' or exists (select 1 from change_touch t join model m on m.id = t.model_id
              where t.change_id = ${businessChange.id} and m.team_id = ${filter.teamId}))`,
      ),
    )
    .orderBy(asc(businessChange.startsOn), asc(businessChange.number))
    .limit(limit);

/** Changes that are not at their end, and some models' newest; newest first. */
export const selectList = (db: Db, states: ChangeRow['state'][], limit: number): Promise<ChangeRow[]> =>
  db.select().from(businessChange).where(inArray(businessChange.state, states)).orderBy(desc(businessChange.number)).limit(limit);

/** Returns the changes in which something was erased. */
export async function eraseWords(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .update(changeEvent)
    .set({ words: null })
    .where(and(eq(changeEvent.personId, personId), isNotNull(changeEvent.words)))
    .returning({ changeId: changeEvent.changeId });
  return [...new Set(rows.map((row) => row.changeId))];
}
