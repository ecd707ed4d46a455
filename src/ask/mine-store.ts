import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';
import type { MatterJson } from './subject-store.ts';

export type MineMatter = MatterJson & {
  others: number;
  modelId: string;
  modelTitle: string;
  mine: boolean;
  /** With nobody, and about a model that the person answers for. */
  answersFor: boolean;
  nextStep: string | null;
};
export interface MineModel {
  id: string;
  title: string;
  /** In any environment. */
  paused: boolean;
}
export interface MineCase {
  id: string;
  number: number;
  modelTitle: string;
  state: string;
  flaggedOn: Day;
  /** True when the asker has to answer it, false when they flagged it. */
  toAnswer: boolean;
}
export interface MineRow {
  /** Taken by the asker, or open on their models with nobody; `others`: how many of the latter are not of models they answer for. */
  waiting: MineMatter[];
  /** The asker's models, the most severe first. */
  models: MineModel[];
  ownModels: number;
  /** Any models, for who has none of their own. */
  anyModels: MineModel[];
  allModels: number;
  cases: MineCase[];
  /** Cases that the asker flagged and only they can go on with. */
  forWord: number;
}

const paused = sql`exists (select 1 from serving s where s.model_id = m.id and s.paused)`;

/** What concerns one person, in one statement whatever the number of models. Each list holds at most `limit`. */
export async function selectMine(
  db: Db,
  person: { id: string; teams: readonly string[]; zone: string },
  limit: number,
): Promise<MineRow> {
  const teams = JSON.stringify(person.teams);
  const result = await db.execute(sql`
    with own as materialized (
      select m.id from model m where m.team_id in (select jsonb_array_elements_text(${teams}::jsonb)) and m.stage <> 'retired'
      union select m.id from model_owner o join model m on m.id = o.model_id where o.person_id = ${person.id}::text and m.stage <> 'retired')
    select
      coalesce((select json_agg(x) from (select t.id, t.kind, t.key, t.title, t.severity, t.state, p.name as "ownerName", t.due_on as "dueOn",
          t.opened_for as "openedFor", t.finding_id as "findingId", t.next_step as "nextStep", t.revision, t.model_id as "modelId", m.title as "modelTitle",
          t.owner_id is not distinct from ${person.id}::text as mine,
          t.owner_id is null and exists (select 1 from model_owner o where o.model_id = t.model_id and o.person_id = ${person.id}::text) as "answersFor",
          (count(*) over ())::int as total,
          (count(*) filter (where t.owner_id is null and not exists
            (select 1 from model_owner o where o.model_id = t.model_id and o.person_id = ${person.id}::text)) over ())::int as others
        from matter t join model m on m.id = t.model_id left join person p on p.id = t.owner_id
        where t.state in ('open', 'taken') and (t.owner_id = ${person.id}::text or t.deputy_id = ${person.id}::text
          or (t.owner_id is null and t.model_id in (select id from own)))
        order by t.owner_id is null, t.due_on nulls last, t.severity desc, t.id limit ${limit}) x), '[]') as waiting,
      coalesce((select json_agg(x) from (select m.id, m.title, ${paused} as paused from own join model m on m.id = own.id left join model_health h on h.model_id = m.id
        order by coalesce(h.severity, 0) desc, m.id limit ${limit}) x), '[]') as models,
      (select count(*)::int from own) as "ownModels",
      coalesce((select json_agg(x) from (select m.id, m.title, ${paused} as paused from (select h.model_id, h.severity from model_health h order by h.severity desc, h.model_id limit ${limit}) h
        join model m on m.id = h.model_id order by h.severity desc, m.id) x), '[]') as "anyModels",
      (select count(*)::int from model m where m.stage <> 'retired') as "allModels",
      coalesce((select json_agg(x) from (select c.id, c.number, m.title as "modelTitle", c.state, (c.flagged_at at time zone ${person.zone}::text)::date as "flaggedOn",
          c.owner_id is not distinct from ${person.id}::text as "toAnswer"
        from feedback_case c join model m on m.id = c.model_id
        where c.closed_at is null and (c.flagged_by_id = ${person.id}::text or c.owner_id = ${person.id}::text) order by c.number desc limit ${limit}) x), '[]') as cases,
      (select count(*)::int from feedback_case c where c.closed_at is null and c.waits_for = 'flagger' and c.flagged_by_id = ${person.id}::text) as "forWord"`);
  return rowsOf<MineRow>(result)[0]!;
}
