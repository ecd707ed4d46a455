import { and, asc, desc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { matter, type MatterState } from '../db/schema/matters.ts';
import { person } from '../db/schema/people.ts';
import { model, modelOwner } from '../db/schema/registry.ts';

export type MatterRow = typeof matter.$inferSelect;
type NewMatter = Pick<MatterRow, 'kind' | 'modelId' | 'key' | 'title' | 'severity' | 'openedFor' | 'findingId' | 'openedAt'> &
  Partial<Pick<MatterRow, 'state' | 'ownerId' | 'nextStep' | 'dueOn' | 'takenAt'>>;

const columns = {
  id: matter.id,
  kind: matter.kind,
  modelId: matter.modelId,
  key: matter.key,
  title: matter.title,
  severity: matter.severity,
  state: matter.state,
  ownerId: matter.ownerId,
  deputyId: matter.deputyId,
  nextStep: matter.nextStep,
  dueOn: matter.dueOn,
  openedAt: matter.openedAt,
  openedFor: matter.openedFor,
  takenAt: matter.takenAt,
  doneAt: matter.doneAt,
  doneById: matter.doneById,
  outcome: matter.outcome,
  findingId: matter.findingId,
  revision: matter.revision,
  ownerName: sql<string | null>`(select p.name from person p where p.id = matter.owner_id)`,
  deputyName: sql<string | null>`(select p.name from person p where p.id = matter.deputy_id)`,
  doneByName: sql<string | null>`(select p.name from person p where p.id = matter.done_by_id)`,
};
/** A matter with the names of the people in it. Days are calendar days; `revision` rises with every decision. */
export type Matter = Awaited<ReturnType<typeof selectMatters>>[number];

export interface MatterFilter {
  ids?: string[];
  /** Whoever has it in hand, or stands in for them. */
  personId?: string;
  modelIds?: string[];
  states: MatterState[];
}

/** Worst first, then oldest. */
export const selectMatters = (db: Db, filter: MatterFilter, limit: number) =>
  db
    .select(columns)
    .from(matter)
    .where(
      and(
        filter.ids && inArray(matter.id, filter.ids),
        filter.personId === undefined ? undefined : or(eq(matter.ownerId, filter.personId), eq(matter.deputyId, filter.personId)),
        filter.modelIds && inArray(matter.modelId, filter.modelIds),
        inArray(matter.state, filter.states),
      ),
    )
    .orderBy(desc(matter.severity), asc(matter.openedAt), asc(matter.id))
    .limit(limit);

/** Those of a team's models (of all, for null) that are not done, cases apart (they have an owner of their own), with how many there are beyond the limit. */
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
    .where(and(ne(matter.state, 'done'), ne(matter.kind, 'case'), teamId ? eq(model.teamId, teamId) : undefined))
    .orderBy(desc(matter.severity), asc(matter.openedAt), asc(matter.id))
    .limit(limit);

/** Holds the row until the transaction ends. */
export async function lockMatter(db: Db, id: string): Promise<MatterRow | undefined> {
  const [row] = await db.select().from(matter).where(eq(matter.id, id)).for('update');
  return row;
}

export async function lockOpen(db: Db, one: Pick<MatterRow, 'modelId' | 'kind' | 'key'>): Promise<MatterRow | undefined> {
  const [row] = await db
    .select()
    .from(matter)
    .where(and(eq(matter.modelId, one.modelId), eq(matter.kind, one.kind), eq(matter.key, one.key), ne(matter.state, 'done')))
    .for('update');
  return row;
}

/** The id of the new matter; undefined when another transaction has opened the same meanwhile. */
export async function insertMatter(db: Db, row: NewMatter): Promise<string | undefined> {
  const [made] = await db.insert(matter).values(row).onConflictDoNothing().returning({ id: matter.id });
  return made?.id;
}

/** Only while it stands at the revision that was decided on; a decision raises it. */
export async function changeMatter(db: Db, id: string, revision: number, change: Partial<MatterRow>): Promise<boolean> {
  const changed = await db
    .update(matter)
    .set({ ...change, revision: revision + 1 })
    .where(and(eq(matter.id, id), eq(matter.revision, revision)))
    .returning({ id: matter.id });
  return changed.length === 1;
}

/** What a later run found of it; nothing that anybody decided, so the revision stays. */
export async function refreshMatter(
  db: Db,
  id: string,
  change: Pick<MatterRow, 'title' | 'severity' | 'findingId'>,
): Promise<void> {
  await db.update(matter).set(change).where(eq(matter.id, id));
}

/** Whose a model is, which decides who may take its matters. Read only: the registry owns these tables. */
export async function selectModelPeople(db: Db, modelId: string): Promise<{ teamId: string | null; ownerIds: string[] }> {
  const rows = await db
    .select({ teamId: model.teamId, ownerId: modelOwner.personId })
    .from(model)
    .leftJoin(modelOwner, eq(modelOwner.modelId, model.id))
    .where(eq(model.id, modelId));
  return { teamId: rows[0]?.teamId ?? null, ownerIds: rows.flatMap((row) => row.ownerId ?? []) };
}

export async function eraseMatterWords(db: Db, personId: string): Promise<string[]> {
  const rows = await db
    .update(matter)
    .set({ nextStep: null, outcome: null })
    .where(and(eq(matter.state, 'done'), or(eq(matter.ownerId, personId), eq(matter.doneById, personId))))
    .returning({ id: matter.id });
  return rows.map((row) => row.id);
}
