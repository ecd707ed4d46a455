import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';

export interface OverviewRow {
  /** The newest week that any model was looked at; null before the first. */
  start: Day | null;
  models: number;
  checked: number;
  attention: number;
  worst: {
    id: string;
    title: string;
    kind: string;
    words: Record<string, string>;
    slots: Record<string, string>;
    state: string;
    severity: number;
  }[];
  unchecked: { id: string; title: string; reason: string | null }[];
  matters: number;
  /** Models that lack an owner, planned ones too, and models that nothing watches. */
  unowned: number;
  unmonitored: number;
}

const maxWorst = 10;
const maxUnchecked = 3;

/**
 * How all models did in a week, in one statement whatever their number: how many there are, were looked at and have a finding
 * from `minSeverity` up that is no good news, with the most severe of them. Without a week the newest that ended by `today`.
 */
export async function selectOverview(
  db: Db,
  input: { start: Day | null; today: Day; minSeverity: number },
): Promise<OverviewRow> {
  const { start, today, minSeverity } = input;
  const result = await db.execute(sql`
    with week as materialized (
      select coalesce(${start}::date, (select max(h.period_start) from model_health h where h.grain = 'week' and h.period_end <= ${today}::date)) as start),
    worst as materialized (
      select distinct on (g.model_id) g.model_id, g.severity, g.kind, g.words, g.slots, r.state from finding g join run r on r.id = g.run_id
      where g.grain = 'week' and g.period_start = (select start from week) and g.severity >= ${minSeverity} and g.kind not like '%-better'
        and (r.state <> 'published' or g.kind not like 'run-%')
      order by g.model_id, g.severity desc, g.key)
    select (select start from week)::text as start,
      (select count(*)::int from model m where m.stage not in ('retired', 'planned')) as models,
      (select count(*)::int from run r join model m on m.id = r.model_id
        where r.grain = 'week' and r.period_start = (select start from week) and r.state = 'published' and m.stage not in ('retired', 'planned')) as checked,
      (select count(*)::int from worst w join model m on m.id = w.model_id where w.state = 'published' and m.stage not in ('retired', 'planned')) as attention,
      coalesce((select json_agg(x) from (select m.id, m.title, w.kind, w.words, w.slots, w.state, w.severity from worst w join model m on m.id = w.model_id
        where m.stage not in ('retired', 'planned') order by w.severity desc, m.id limit ${maxWorst}) x), '[]') as worst,
      coalesce((select json_agg(x) from (select m.id, m.title, r.reason from model m
        left join run r on r.model_id = m.id and r.grain = 'week' and r.period_start = (select start from week)
        where m.stage not in ('retired', 'planned') and r.state is distinct from 'published' order by m.title, m.id limit ${maxUnchecked}) x), '[]') as unchecked,
      (select count(*)::int from matter t where t.state in ('open', 'taken')) as matters,
      (select count(*)::int from model m where m.stage <> 'retired' and (select count(*) from model_owner o where o.model_id = m.id) < 3) as unowned,
      (select count(*)::int from model m where m.stage not in ('retired', 'planned')
        and not exists (select 1 from monitor w where w.model_id = m.id)) as unmonitored`);
  return rowsOf<OverviewRow>(result)[0]!;
}
