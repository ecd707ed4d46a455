import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';

export interface AskerRow {
  /** What was last asked in the conversation. */
  previous: unknown;
  /** The asker's own models, at most two: one is taken as meant, more are not. */
  own: string[];
  /** The models there are, at most two. */
  some: string[];
  industry: string | null;
  /** Changes whenever a model is added or changed. */
  stamp: string;
}

/** What has to be known before a question is read. */
export async function selectAsker(
  db: Db,
  asker: { personId: string; teams: readonly string[]; conversation: string | null },
): Promise<AskerRow> {
  const teams = JSON.stringify(asker.teams);
  const result = await db.execute(sql`select
    (select a.query from answer a where a.conversation = ${asker.conversation}::text order by a.at desc, a.id desc limit 1) as previous,
    coalesce((select json_agg(x.id) from (
      select m.id from model m where m.team_id in (select jsonb_array_elements_text(${teams}::jsonb)) and m.stage not in ('retired', 'planned')
      union select m.id from model_owner o join model m on m.id = o.model_id
        where o.person_id = ${asker.personId}::text and m.stage not in ('retired', 'planned') limit 2) x), '[]') as own,
    coalesce((select json_agg(x.id) from (select m.id from model m where m.stage not in ('retired', 'planned') order by m.id limit 2) x), '[]') as some,
    (select s.value ->> 'industry' from setting s where s.key = 'organisation') as industry,
    (select count(*) || ' ' || coalesce(max(m.updated_at)::text, '') from model m) as stamp`);
  return rowsOf<AskerRow>(result)[0]!;
}

/** What people call the business measures, each once. */
export async function selectKpiWords(db: Db, limit: number): Promise<string[]> {
  const rows = rowsOf<{ word: string }>(
    await db.execute(sql`select k.title as word from kpi k union select k.phrase from kpi k order by word limit ${limit}`),
  );
  return rows.map((row) => row.word);
}
