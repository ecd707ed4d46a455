import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import type { CaseState } from '../db/schema/feedback.ts';

const maxCompared = 40;

export interface NearCase {
  caseId: string;
  number: number;
  state: CaseState;
  flaggedAt: Date;
  flaggedById: string;
  flaggedByName: string | null;
  mergedInto: string | null;
  words: string;
}

/** What a case was flagged with, and about which model. */
export async function selectFlagged(db: Db, caseId: string): Promise<{ modelId: string; words: string | null } | undefined> {
  const rows = await db.execute(sql`
    select c.model_id as "modelId", e.words from feedback_case c
    left join case_event e on e.case_id = c.id and e.kind = 'flagged' where c.id = ${caseId} order by e.at limit 1`);
  return rowsOf<{ modelId: string; words: string | null }>(rows)[0];
}

/** Cases of a model that share numbers of a sketch of words: those that share most. Words that were erased have none. */
export async function selectNear(
  db: Db,
  { sketch, modelId, not }: { sketch: number[]; modelId: string; not: string | null },
): Promise<NearCase[]> {
  const numbers = sql`array[${sql.join(
    sketch.map((one) => sql`${one}::integer`),
    sql`, `,
  )}]`;
  const rows = await db.execute(sql`
    with near as materialized (
      select e.case_id, e.words from case_event e
      where e.kind = 'flagged' and e.sketch && ${numbers} and (${not}::uuid is null or e.case_id <> ${not}::uuid)
      order by (select count(*) from unnest(e.sketch) one where one = any(${numbers})) desc, e.at desc limit ${maxCompared})
    select c.id as "caseId", c.number, c.state, c.flagged_at as "flaggedAt", c.flagged_by_id as "flaggedById",
      (select p.name from person p where p.id = c.flagged_by_id) as "flaggedByName", c.merged_into as "mergedInto", near.words
    from near join feedback_case c on c.id = near.case_id where c.model_id = ${modelId} and near.words is not null`);
  // A raw statement's instants come as text from one driver and as dates from the other.
  return rowsOf<NearCase>(rows).map((row) => ({ ...row, flaggedAt: new Date(row.flaggedAt) }));
}
