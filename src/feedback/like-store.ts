import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import type { CaseState } from '../db/schema/feedback.ts';

const maxCompared = 40;
/** pg_trgm's own threshold. */
const leastLike = 0.3;

export interface LikeCase {
  caseId: string;
  number: number;
  state: CaseState;
  flaggedAt: Date;
  flaggedById: string;
  flaggedByName: string | null;
  mergedInto: string | null;
  /** Of the words, 0 to 1: the share of their groups of three letters that both have. */
  likeness: number;
}

/** What a case was flagged with, and about which model. */
export async function selectFlagged(db: Db, caseId: string): Promise<{ modelId: string; words: string | null } | undefined> {
  const rows = await db.execute(sql`
    select c.model_id as "modelId", e.words from feedback_case c
    left join case_event e on e.case_id = c.id and e.kind = 'flagged' where c.id = ${caseId} order by e.at limit 1`);
  return rowsOf<{ modelId: string; words: string | null }>(rows)[0];
}

/**
 * Cases of a model whose words are like some words, the likest first. The index finds those that share numbers of the
 * sketch, of which `maxCompared` that share most are compared letter by letter.
 */
export async function selectLike(
  db: Db,
  { words, sketch, modelId, not }: { words: string; sketch: number[]; modelId: string; not: string | null },
  limit: number,
): Promise<LikeCase[]> {
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
      (select p.name from person p where p.id = c.flagged_by_id) as "flaggedByName", c.merged_into as "mergedInto", likeness
    from near join feedback_case c on c.id = near.case_id, similarity(near.words, ${words}) likeness
    where likeness >= ${leastLike} and c.model_id = ${modelId}
    order by likeness desc, c.number desc limit ${limit}`);
  // A raw statement's instants come as text from one driver and as dates from the other.
  return rowsOf<LikeCase>(rows).map((row) => ({ ...row, likeness: Number(row.likeness), flaggedAt: new Date(row.flaggedAt) }));
}
