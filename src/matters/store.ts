import { and, asc, desc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import { matter, type MatterState } from '../db/schema/matters.ts';
import { model, modelOwner } from '../db/schema/registry.ts';
import type { Day } from '../shared/period.ts';
import type { ShownMatter } from './open-matters.ts';

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

export interface OpenRow {
  shown: ShownMatter[];
  total: number;
  untaken: number;
  closed: number;
  older: number;
}

/**
 * Those of a team's models (of all, for null) that are not done, cases apart (they have an owner of their own): the most
 * severe, how many there are in all, and of a period how many ended in it and how many were open before it and still are.
 * In one statement.
 */
export async function selectOpen(
  db: Db,
  of: { teamId: string | null; from: Date; until: Date; since: Day },
  limit: number,
): Promise<OpenRow> {
  const inTeam = sql`(${of.teamId}::text is null or m.team_id = ${of.teamId}::text)`;
  const result = await db.execute(sql`
    with open as materialized (
      select t.id, t.kind, t.model_id as "modelId", m.title as "modelTitle", t.key, t.title, t.severity, t.state,
        t.owner_id as "ownerId", t.next_step as "nextStep", t.due_on as "dueOn", t.opened_for as "openedFor",
        t.opened_at, t.finding_id as "findingId", t.revision
      from matter t join model m on m.id = t.model_id
      where t.state <> 'done' and t.kind <> 'case' and ${inTeam})
    select
      coalesce((select json_agg(x) from (
        select o.id, o.kind, o."modelId", o."modelTitle", o.key, o.title, o.severity, o.state, o."ownerId", p.name as "ownerName",
          o."nextStep", o."dueOn", o."openedFor", o."findingId", o.revision
        from open o left join person p on p.id = o."ownerId"
        order by o.severity desc, o.opened_at, o.id limit ${limit}) x), '[]') as shown,
      (select count(*)::int from open) as total,
      (select count(*)::int from open where state = 'open') as untaken,
      (select count(*)::int from open where "openedFor" < ${of.since}::date) as older,
      (select count(*)::int from matter t join model m on m.id = t.model_id
        where t.done_at >= ${of.from.toISOString()}::timestamptz and t.done_at < ${of.until.toISOString()}::timestamptz
          and ${inTeam}) as closed`);
  return rowsOf<OpenRow>(result)[0]!;
}

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
