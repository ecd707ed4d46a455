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

/** Each model of a team (of all, for null) that is not retired with what it has; a planned one need not be watched yet. */
const judged = (teamId: string | null, recentFrom: Day): SQL => sql`
  with base as (
    select m.id, m.title, m.stage = 'planned' as planned,
      3 - (select count(*)::int from model_owner o where o.model_id = m.id) as owners_missing,
      exists (select 1 from monitor w where w.model_id = m.id) as monitored,
      exists (select 1 from kpi k where k.model_id = m.id) as measured,
      (select max(r.period_end) from run r where r.model_id = m.id and r.state = 'published' and r.grain <> 'month') as last_run
    from model m where m.stage <> 'retired' and (${teamId}::text is null or m.team_id = ${teamId})),
  judged as (
    select *, owners_missing > 0 as unowned, not planned and not monitored as unmonitored, not planned and not measured as no_kpi,
      not planned and monitored and (last_run is null or last_run < ${recentFrom}::date) as no_run
    from base)`;

export async function countGaps(db: Db, teamId: string | null, recentFrom: Day): Promise<GapCounts> {
  const result = await db.execute(sql`${judged(teamId, recentFrom)}
    select count(*) filter (where unowned)::int as unowned, count(*) filter (where unmonitored)::int as unmonitored,
      count(*) filter (where no_kpi)::int as "no-kpi", count(*) filter (where no_run)::int as "no-run" from judged`);
  return rowsOf<GapCounts>(result)[0]!;
}

const columns = { unowned: sql`unowned`, unmonitored: sql`unmonitored`, 'no-kpi': sql`no_kpi`, 'no-run': sql`no_run` };

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
    select id, title, owners_missing as "ownersMissing", monitored, measured, last_run::text as "lastRun", planned
    from judged where ${any} order by id limit ${input.limit}`);
  return rowsOf<GapRow>(result);
}
