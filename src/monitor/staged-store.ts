import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';

export interface StagedRow {
  modelId: string;
  environment: string;
  version: number;
  /** Null where no look of the weeks asked about has a figure of it. */
  factId: string | null;
  servingFactId: string | null;
}

/** What runs beside production, with the ids of both typical misses in the newest published week of some, in one statement. */
export async function selectStaged(db: Db, modelIds: string[], weeks: { from: Day; before: Day }, limit: number) {
  const wanted = sql.join(
    modelIds.map((id) => sql`${id}`),
    sql`, `,
  );
  const rows = await db.execute(sql`
    select d.model_id as "modelId", d.environment, d.version, seen.id as "factId", seen.serving as "servingFactId"
    from deployment d
    left join lateral (select f.id, s.id as serving from run r
      join fact f on f.run_id = r.id and f.measure = 'mae' and f.about = 'version:' || d.version
      left join fact s on s.run_id = r.id and s.measure = 'mae' and s.about = ''
      where r.model_id = d.model_id and r.grain = 'week' and r.state = 'published'
        and r.period_start >= ${weeks.from}::date and r.period_start < ${weeks.before}::date
      order by r.period_start desc limit 1) seen on true
    where d.model_id in (${wanted}) and d.until is null and d.environment <> 'production'
      and not exists (select 1 from deployment p where p.model_id = d.model_id and p.environment = 'production'
        and p.until is null and p.version = d.version)
    order by d.model_id, d.environment limit ${limit}`);
  return rowsOf<StagedRow>(rows);
}
