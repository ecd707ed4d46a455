import { and, asc, desc, eq, isNull, ne, or, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { deputy, person } from '../db/schema/people.ts';
import { matter } from '../db/schema/matters.ts';
import { model, modelOwner } from '../db/schema/registry.ts';

export interface Page {
  limit: number;
  offset: number;
}
/** The day on which a reader's list is made, in their own zone; the reader's row comes even where nothing is to do. */
const todayOf = (now: Date): SQL<string> => sql`(${now.toISOString()}::timestamptz at time zone ${person.zone})::date::text`;
const isLate = (now: Date): SQL => sql`${matter.dueOn} < (${now.toISOString()}::timestamptz at time zone ${person.zone})::date`;

/**
 * Others have their turn: the next step of a case and of what is done about it is Leeway's own words, and begins so then.
 */
const waits = sql<boolean>`coalesce(${matter.kind} in ('case', 'action') and ${matter.nextStep} like 'Wait %', false)`;

const columns = {
  id: matter.id,
  kind: matter.kind,
  key: matter.key,
  title: matter.title,
  modelId: matter.modelId,
  severity: matter.severity,
  state: matter.state,
  ownerId: matter.ownerId,
  nextStep: matter.nextStep,
  dueOn: matter.dueOn,
  openedAt: matter.openedAt,
  revision: matter.revision,
  waits,
};

const select = (db: Db, reader: { personId: string; now: Date }, which: SQL | undefined, { limit, offset }: Page) =>
  db
    .select({
      zone: person.zone,
      today: todayOf(reader.now),
      matter: columns,
      modelTitle: model.title,
      ownerName: sql<string | null>`(select p.name from person p where p.id = matter.owner_id)`,
      /** Until when the owner is away and the reader stands in; null where the owner is there. */
      awayUntil: sql<string | null>`(select to_char(max(d.until_at) at time zone ${person.zone}, 'YYYY-MM-DD') from deputy d
        where d.person_id = matter.owner_id and d.deputy_id = ${reader.personId}
          and d.from_at <= ${reader.now.toISOString()}::timestamptz and d.until_at > ${reader.now.toISOString()}::timestamptz)`,
      total: sql<number>`(count(${matter.id}) over ())::int`,
      late: sql<number>`(count(*) filter (where ${isLate(reader.now)} and not ${waits}) over ())::int`,
      waiting: sql<number>`(count(${matter.id}) filter (where ${waits}) over ())::int`,
    })
    .from(person)
    .leftJoin(matter, and(ne(matter.state, 'done'), which))
    .leftJoin(model, eq(model.id, matter.modelId))
    .where(eq(person.id, reader.personId))
    .orderBy(
      sql`coalesce(${isLate(reader.now)}, false) desc`,
      sql`${matter.dueOn} asc nulls last`,
      desc(matter.severity),
      asc(matter.openedAt),
      asc(matter.id),
    )
    .limit(limit)
    .offset(offset);

/** What a person has in hand, stands in for at this instant, or may take because it is with nobody on a model of theirs. */
export function selectToDo(db: Db, reader: { personId: string; now: Date }, page: Page) {
  const { personId, now } = reader;
  const standsInFor = db
    .select({ id: deputy.personId })
    .from(deputy)
    .where(
      and(
        eq(deputy.deputyId, personId),
        sql`${deputy.fromAt} <= ${now.toISOString()}`,
        sql`${deputy.untilAt} > ${now.toISOString()}`,
      ),
    );
  const owns = db.select({ id: modelOwner.modelId }).from(modelOwner).where(eq(modelOwner.personId, personId));
  // Arrays, read once each, keep every branch an index's.
  return select(
    db,
    reader,
    or(
      eq(matter.ownerId, personId),
      eq(matter.deputyId, personId),
      sql`${matter.ownerId} = any(array(${standsInFor}))`,
      and(isNull(matter.ownerId), sql`${matter.modelId} = any(array(${owns}))`),
    ),
    page,
  );
}

/** Everything open about a model, or about all models of a team. */
export function selectOpenOf(
  db: Db,
  reader: { personId: string; now: Date },
  of: { modelId: string } | { teamId: string },
  page: Page,
) {
  const models = (teamId: string) => db.select({ id: model.id }).from(model).where(eq(model.teamId, teamId));
  const which = 'modelId' in of ? eq(matter.modelId, of.modelId) : sql`${matter.modelId} = any(array(${models(of.teamId)}))`;
  return select(db, reader, which, page);
}
