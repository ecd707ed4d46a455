import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';

export interface CaseCounts {
  raised: number;
  closed: number;
  confirmed: number;
  reopened: number;
  silent: number;
  answered: number;
  /** Median hours; null where none was answered. */
  answerHours: number | null;
  repaired: number;
  /** Median days; null where none was repaired. */
  repairDays: number | null;
}

/** What became of cases between two instants, in one statement. Those that were joined with others count once. */
export async function countCases(
  db: Db,
  about: { modelIds: readonly string[] | null; teamId: string | null; from: Date; until: Date },
): Promise<CaseCounts> {
  const [from, until] = [sql`${about.from.toISOString()}::timestamptz`, sql`${about.until.toISOString()}::timestamptz`];
  const within = (column: string) => sql`(${sql.raw(column)} >= ${from} and ${sql.raw(column)} < ${until})`;
  const models =
    about.modelIds === null
      ? sql`true`
      : about.modelIds.length === 0
        ? sql`false`
        : sql`c.model_id in (${sql.join(
            about.modelIds.map((id) => sql`${id}`),
            sql`, `,
          )})`;
  const team = about.teamId === null ? sql`true` : sql`c.team_id = ${about.teamId}`;
  const rows = await db.execute(sql`
    select
      count(*) filter (where ${within('c.flagged_at')})::int as raised,
      count(*) filter (where ${within('c.closed_at')} and c.state <> 'merged')::int as closed,
      count(*) filter (where ${within('c.closed_at')} and c.state = 'confirmed')::int as confirmed,
      coalesce(sum((select count(*) from case_event e
        where e.case_id = c.id and e.kind = 'reopened' and e.at >= ${from} and e.at < ${until})), 0)::int as reopened,
      count(*) filter (where c.silent_at < ${until} and (c.closed_at is null or c.closed_at >= ${until}))::int as silent,
      count(*) filter (where ${within('c.first_answer_at')})::int as answered,
      percentile_cont(0.5) within group (order by extract(epoch from c.first_answer_at - c.flagged_at) / 3600)
        filter (where ${within('c.first_answer_at')}) as "answerHours",
      count(*) filter (where ${within('c.confirmed_at')} and c.done_at is not null)::int as repaired,
      percentile_cont(0.5) within group (order by extract(epoch from c.confirmed_at - c.flagged_at) / 86400)
        filter (where ${within('c.confirmed_at')} and c.done_at is not null) as "repairDays"
    from feedback_case c
    where ${models} and ${team} and c.flagged_at < ${until}
      and (c.closed_at is null or c.closed_at >= ${from} or c.flagged_at >= ${from})`);
  return rowsOf<CaseCounts>(rows)[0]!;
}
