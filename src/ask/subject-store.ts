import { sql, type SQL } from 'drizzle-orm';
import { newForDays } from '../changes/rules.ts';
import { rowsOf, type Db } from '../db/db.ts';
import type { RequestKind } from '../db/schema/approvals.ts';
import type { OwnerKind } from '../db/schema/registry.ts';
import type { FindingMaterial } from '../digest/material.ts';
import type { ShownMatter } from '../digest/schemas.ts';
import type { Fact, FactComparison, FactSource, Measure } from '../shared/fact.ts';
import { addDays, type Day, type Grain } from '../shared/period.ts';

/** A fact as `row_to_json` writes it. */
export interface FactJson {
  id: string;
  run_id: string;
  model_id: string;
  version: number | null;
  about: string;
  measure: Measure;
  value: number;
  unit: string;
  grain: Grain;
  period_start: Day;
  period_end: Day;
  comparison: FactComparison | null;
  source: FactSource;
  computed_at: string;
}

/** A finding of the subject, whose name the row around it has. */
export type FindingJson = Omit<FindingMaterial, 'kind' | 'modelId' | 'modelTitle'> & { kind: string; start: Day };

export interface RunJson {
  id: string;
  version: number;
  grain: Grain;
  start: Day;
  end: Day;
}

export type MatterJson = ShownMatter & {
  kind: string;
  key: string;
  severity: number;
  openedFor: Day;
  findingId: string | null;
  total: number;
};

export interface SubjectRow {
  id: string;
  title: string;
  stage: string;
  unitPlural: string;
  teamName: string | null;
  owners: { kind: OwnerKind; personId: string; name: string }[];
  aliases: { alias: string; version: number }[];
  running: { environment: string; version: number }[];
  servedDataEnd: Day | null;
  spec: unknown;
  kpis: { id: string; title: string; phrase: string }[];
  run: RunJson | null;
  /** The newest look at a week of which anything is known, whatever came of it. */
  attempt: { state: string; reason: string | null; start: Day; end: Day } | null;
  firstWeek: Day | null;
  lastWeekEnd: Day | null;
  facts: FactJson[];
  distances: FactJson[];
  series: FactJson[];
  findings: FindingJson[];
  matters: MatterJson[];
  /** Each environment in which the model is paused. */
  paused: { environment: string; since: string; by: string | null }[];
  /** Open requests about it, the one that ends first before. */
  requests: {
    number: number;
    kind: RequestKind;
    version: number | null;
    environment: string;
    expiresAt: string;
    total: number;
  }[];
  /** The newest change that took a version back; `by` is null where a standing rule did. */
  rollback: { version: number; from: number | null; environment: string; at: string; by: string | null } | null;
  /** Where the newest order was to take a version back and did not come about. */
  notBack: { version: number; environment: string; at: string } | null;
  /** How many decisions an hour it makes, on the newest day that was looked at. */
  perHour: FactJson | null;
  /** Changes in the business that hold in the period that is spoken of, the newest first. */
  changes: { number: number; startsOn: Day }[];
  /** Experts' cases: how many are open and past their promised day, and what became of those of the last quarter. */
  cases: { open: number; silent: number; closed: number; confirmed: number; answered: number; answerHours: number | null };
  /** Of the version that was put live last: the way from registered to live. */
  lead: FactJson[];
}

/** Which look is spoken of: the newest of a grain that ended by `today`, or the newest that starts in [`from`, `until`). */
export interface SubjectWindow {
  grain: 'week' | 'day';
  from: Day | null;
  until: Day | null;
  today: Day;
  /** The first week that is read for the course of a figure. */
  seriesFrom: Day;
}

const runMeasures = sql`('rows', 'labelled', 'unlabelled', 'fallback-count', 'fallback-share', 'psi-highest', 'mae', 'rmse', 'bias', 'baseline',
  'baseline-mae', 'kpi', 'kpi-target', 'change', 'usual', 'limit-low', 'limit-high', 'history-points', 'history-needed', 'short-days',
  'outcome-mean', 'prediction-mean')`;
const seriesMeasures = sql`('rows', 'mae', 'rmse', 'bias', 'kpi', 'fallback-count', 'psi-highest', 'outcome-mean', 'prediction-mean',
  'complaints', 'complaints-passed-on')`;
/** Two years of weeks of a model with a dozen KPIs. */
export const maxSeries = 5_000;
const maxDistances = 6;
export const maxFindings = 2_000;
const maxMatters = 5;
const maxRequests = 3;
const maxChanges = 2;
/** How far back it is told what became of experts' cases. */
const quarterDays = 91;

/** Who did something, by an id that a standing rule's may be. */
const byOf = (id: SQL) =>
  sql`case when ${id} like 'rule:%' then null else coalesce((select p.name from person p where p.id = ${id}), ${id}) end`;

/**
 * Everything that an answer about one model may need, in one statement whatever the number of models; undefined for an
 * unknown model. Facts come from the run that is spoken of, the course from all weeks up to its end.
 */
export async function selectSubject(db: Db, modelId: string, window: SubjectWindow): Promise<SubjectRow | undefined> {
  const { grain, from, until, today, seriesFrom } = window;
  const quarter = sql`${addDays(today, -quarterDays)}::date`;
  const result = await db.execute(sql`
    with look as materialized (
      select r.id, r.version, r.grain, r.period_start, r.period_end from run r
      where r.model_id = ${modelId} and r.grain = ${grain} and r.state = 'published' and r.period_end <= ${today}::date
        and (${from}::date is null or r.period_start >= ${from}::date) and (${until}::date is null or r.period_start < ${until}::date)
      order by r.period_start desc limit 1)
    select m.id, m.title, m.stage, m.unit_plural as "unitPlural", (select t.name from team t where t.id = m.team_id) as "teamName",
      coalesce((select json_agg(json_build_object('kind', o.kind, 'personId', o.person_id, 'name', coalesce(p.name, o.person_id)) order by o.kind)
        from model_owner o left join person p on p.id = o.person_id where o.model_id = m.id), '[]') as owners,
      coalesce((select json_agg(json_build_object('alias', a.alias, 'version', a.version) order by a.alias)
        from model_alias a where a.model_id = m.id), '[]') as aliases,
      coalesce((select json_agg(json_build_object('environment', d.environment, 'version', d.version) order by d.environment)
        from deployment d where d.model_id = m.id and d.until is null), '[]') as running,
      (select v.data_end from model_version v where v.model_id = m.id and v.number = look.version)::text as "servedDataEnd",
      (select n.spec from monitor n where n.model_id = m.id) as spec,
      coalesce((select json_agg(json_build_object('id', k.id, 'title', k.title, 'phrase', k.phrase) order by k.id) from kpi k
        where k.model_id = m.id), '[]') as kpis,
      case when look.id is null then null else json_build_object('id', look.id, 'version', look.version, 'grain', look.grain,
        'start', look.period_start, 'end', look.period_end) end as run,
      (select json_build_object('state', r.state, 'reason', r.reason, 'start', r.period_start, 'end', r.period_end) from run r
        where r.model_id = m.id and r.grain = ${grain} and r.period_end <= ${today}::date
          and (${from}::date is null or r.period_start >= ${from}::date) and (${until}::date is null or r.period_start < ${until}::date)
        order by r.period_start desc limit 1) as attempt,
      (select min(r.period_start) from run r where r.model_id = m.id and r.grain = 'week' and r.state = 'published')::text as "firstWeek",
      (select max(r.period_end) from run r where r.model_id = m.id and r.grain = 'week' and r.state = 'published'
        and r.period_end <= ${today}::date)::text as "lastWeekEnd",
      coalesce((select json_agg(f) from fact f where f.run_id = look.id and (f.measure in ${runMeasures}
        or (f.measure = 'psi' and f.about in (select 'prediction' union select n.spec -> 'outcome' ->> 'name' from monitor n where n.model_id = m.id))
        or f.id in (select s.value::uuid from finding g, jsonb_each_text(g.slots) s where g.run_id = look.id))), '[]') as facts,
      coalesce((select json_agg(x) from (select * from fact f where f.run_id = look.id and f.measure = 'psi'
        order by f.value desc, f.about limit ${maxDistances}) x), '[]') as distances,
      coalesce((select json_agg(x order by x.period_start, x.computed_at) from (select * from fact f where f.model_id = m.id and f.grain = 'week'
        and f.measure in ${seriesMeasures} and f.about not like '%:%' and f.about <> 'reference' and f.about <> 'registered'
        and f.period_start >= ${seriesFrom}::date and f.period_end <= ${today}::date and f.period_start < coalesce(look.period_end, ${today}::date)
        order by f.period_start desc limit ${maxSeries}) x), '[]') as series,
      coalesce((select json_agg(x) from (select g.id, g.kind, g.key, g.severity, g.pattern, g.weeks_running as "weeksRunning", g.slots, g.words,
          g.period_start as start from finding g
        where g.model_id = m.id and g.grain = ${grain} and g.period_end <= ${today}::date
          and g.period_start >= coalesce(${from}::date, look.period_start) and g.period_start < coalesce(${until}::date, look.period_end)
        order by g.severity desc, g.period_start desc, g.key limit ${maxFindings}) x), '[]') as findings,
      coalesce((select json_agg(x) from (select t.id, t.kind, t.key, t.title, t.severity, t.state, p.name as "ownerName", t.due_on as "dueOn",
          t.opened_for as "openedFor", t.finding_id as "findingId", t.revision, (count(*) over ())::int as total
        from matter t left join person p on p.id = t.owner_id where t.model_id = m.id and t.state in ('open', 'taken')
        order by t.severity desc, t.opened_at, t.id limit ${maxMatters}) x), '[]') as matters,
      coalesce((select json_agg(json_build_object('environment', s.environment, 'since', s.paused_at, 'by', ${byOf(sql`s.changed_by_id`)}) order by s.environment)
        from serving s where s.model_id = m.id and s.paused), '[]') as paused,
      coalesce((select json_agg(x) from (select q.number, q.kind, q.version, q.environment, q.expires_at as "expiresAt", (count(*) over ())::int as total
        from approval_request q where q.model_id = m.id and q.state = 'open' order by q.expires_at, q.number limit ${maxRequests}) x), '[]') as requests,
      (select json_build_object('version', o.version, 'from', o.from_version, 'environment', o.environment, 'at', o.finished_at,
          'by', ${byOf(sql`o.ordered_by_id`)}) from deployment_order o
        where o.model_id = m.id and o.kind = 'rollback' and o.state = 'succeeded' order by o.finished_at desc, o.id desc limit 1) as rollback,
      (select case when o.kind = 'rollback' and o.state in ('failed', 'timed-out')
          then json_build_object('version', o.version, 'environment', o.environment, 'at', o.finished_at) end
        from deployment_order o where o.model_id = m.id and o.finished_at is not null and o.state <> 'cancelled'
        order by o.finished_at desc, o.id desc limit 1) as "notBack",
      (select row_to_json(f) from fact f where f.model_id = m.id and f.grain = 'day' and f.measure = 'decisions-per-hour' and f.about = ''
        and f.period_start < ${today}::date order by f.period_start desc, f.computed_at desc limit 1) as "perHour",
      coalesce((select json_agg(x) from (select b.number, b.starts_on as "startsOn" from business_change b
        where b.state <> 'withdrawn' and b.starts_on < look.period_end and (b.ends_on >= look.period_start
            or (b.ends_on is null and b.starts_on >= look.period_start - ${newForDays}::int))
          and exists (select 1 from change_touch t where t.change_id = b.id and t.model_id = m.id)
        order by b.starts_on desc, b.number desc limit ${maxChanges}) x), '[]') as changes,
      (select json_build_object('open', count(*) filter (where c.closed_at is null),
          'silent', count(*) filter (where c.closed_at is null and c.silent_at is not null),
          'closed', count(*) filter (where c.closed_at >= ${quarter} and c.state <> 'merged'),
          'confirmed', count(*) filter (where c.closed_at >= ${quarter} and c.state = 'confirmed'),
          'answered', count(*) filter (where c.first_answer_at >= ${quarter}),
          'answerHours', percentile_cont(0.5) within group (order by extract(epoch from c.first_answer_at - c.flagged_at) / 3600)
            filter (where c.first_answer_at >= ${quarter}))
        from feedback_case c where c.model_id = m.id and (c.closed_at is null or c.closed_at >= ${quarter})) as cases,
      coalesce((select json_agg(f) from fact f where f.measure in ('lead-time', 'step-time', 'manual-steps') and f.run_id = (
        select o.id from deployment_order o where o.model_id = m.id and o.kind = 'promotion' and o.state = 'succeeded'
        order by o.finished_at desc, o.id desc limit 1)), '[]') as lead
    from model m left join look on true where m.id = ${modelId}`);
  return rowsOf<SubjectRow>(result)[0];
}

export const factOf = (row: FactJson): Fact => ({
  id: row.id,
  runId: row.run_id,
  modelId: row.model_id,
  version: row.version,
  about: row.about,
  measure: row.measure,
  value: row.value,
  unit: row.unit,
  grain: row.grain,
  periodStart: row.period_start,
  periodEnd: row.period_end,
  comparison: row.comparison,
  source: row.source,
  computedAt: new Date(row.computed_at),
});
