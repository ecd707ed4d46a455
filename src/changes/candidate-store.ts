import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';

export interface DescribedRow {
  modelId: string;
  title: string;
  words: string;
  spec: unknown;
}

/** Models whose record or monitor holds one of some words (all, for none), with what describes them; one that is only planned cannot be trained anew or checked. */
export async function selectDescribed(db: Db, words: readonly string[], limit: number): Promise<DescribedRow[]> {
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const rows = await db.execute(sql`
    select m.id as "modelId", m.title, concat_ws(' ', m.description, m.unit_plural, m.business_question, m.end_user) as words,
      case when w.spec is null then null else jsonb_build_object('source', w.spec->'source'->'name', 'inputs', w.spec->'inputs') end as spec
    from model m left join monitor w on w.model_id = m.id
    where m.stage not in ('retired', 'planned') and (${patterns.length} = 0 or
      lower(concat_ws(' ', m.title, m.description, m.unit_plural, m.business_question, m.end_user, w.spec->'source'->>'name', (w.spec->'inputs')::text))
        like any (array[${
          patterns.length === 0
            ? sql`''`
            : sql.join(
                patterns.map((one) => sql`${one}`),
                sql`, `,
              )
        }]))
    order by m.title limit ${limit}`);
  return rowsOf<DescribedRow>(rows);
}
