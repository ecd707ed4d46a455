import { sql, type SQL } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';

export interface GapRow {
  id: string;
  title: string;
  /** Kinds of owners that nobody is named for. */
  ownersMissing: number;
  monitored: boolean;
  measured: boolean;
  lastRun: Day | null;
  planned: boolean;
}
export interface GapCounts {
  unowned: number;
  unmonitored: number;
  'no-kpi': number;
  'no-run': number;
}

/** No window of a day or a week is longer. */
const longestWindowDays = 7;

/**
 * Each model of a team (of all, for null) that is not retired with what it has; a planned one need not be watched yet. What
 * thousands of models have is joined at once, rather than looked up for each.
 */
const judged = (teamId: string | null, recentFrom: Day): SQL => sql`
  with base as (
    select m.id, m.title, m.stage = 'planned' as planned, 3 - coalesce(o.kinds, 0) as owners_missing,
      w.model_id is not null as monitored, k.model_id is not null as measured, r.model_id is not null as looked_at
    from model m
    left join (select model_id, count(*)::int as kinds from model_owner group by model_id) o on o.model_id = m.id
    left join monitor w on w.model_id = m.id
    left join (select distinct model_id from kpi) k on k.model_id = m.id
    left join (
      select distinct model_id from run
      where grain in ('day', 'week') and state = 'published'
        and period_start >= ${recentFrom}::date - ${longestWindowDays}::int and period_end >= ${recentFrom}::date
    ) r on r.model_id = m.id
    where m.stage <> 'retired' and (${teamId}::text is null or m.team_id = ${teamId})),
  judged as (
    select *, owners_missing > 0 as unowned, not planned and not monitored as unmonitored, not planned and not measured as no_kpi,
      not planned and monitored and not looked_at as no_run
    from base)`;

export async function countGaps(db: Db, teamId: string | null, recentFrom: Day): Promise<GapCounts> {
  const result = await db.execute(sql`${judged(teamId, recentFrom)}
    select count(*) filter (where unowned)::int as unowned, count(*) filter (where unmonitored)::int as unmonitored,
      count(*) filter (where no_kpi)::int as "no-kpi", count(*) filter (where no_run)::int as "no-run" from judged`);
  return rowsOf<GapCounts>(result)[0]!;
}

const columns = { unowned: sql`unowned`, unmonitored: sql`unmonitored`, 'no-kpi': sql`no_kpi`, 'no-run': sql`no_run` };

const lastOf = (grain: 'day' | 'week'): SQL => sql`(
  select r.period_end from run r where r.model_id = judged.id and r.grain = ${grain} and r.state = 'published'
  order by r.period_start desc limit 1)`;

/** Those that have any of the gaps, by id. */
export async function selectGaps(
  db: Db,
  input: { teamId: string | null; recentFrom: Day; gaps: readonly (keyof GapCounts)[]; limit: number },
): Promise<GapRow[]> {
  const any = sql.join(
    input.gaps.map((gap) => columns[gap]),
    sql` or `,
  );
  const result = await db.execute(sql`${judged(input.teamId, input.recentFrom)}
    select id, title, owners_missing as "ownersMissing", monitored, measured, planned,
      greatest(${lastOf('day')}, ${lastOf('week')})::text as "lastRun"
    from judged where ${any} order by id limit ${input.limit}`);
  return rowsOf<GapRow>(result);
}
