import { sql, type SQL } from 'drizzle-orm';
import type { Shown } from '../approvals/evidence.ts';
import type { RequestKind, RequestState } from '../db/schema/approvals.ts';
import type { OrderKind, OrderState } from '../db/schema/deploy.ts';
import type { GateState } from '../db/schema/validation.ts';
import { rowsOf, type Db } from '../db/db.ts';
import type { Day } from '../shared/period.ts';

/** A request as `json_agg` writes it; instants as text. */
export interface RequestJson {
  id: string;
  number: number;
  kind: RequestKind;
  state: RequestState;
  /** Null where it is about no model. */
  modelTitle: string | null;
  modelId: string | null;
  environment: string | null;
  version: number | null;
  replaces: number | null;
  requestedBy: string;
  requestedAt: string;
  decidedAt: string | null;
  expiresAt: string;
  approvers: string[];
  /** Titles of the checks that had failed when its card was last edited. */
  failed: string[];
  /** How many there are in all. */
  total: number;
}
export type WaitingJson = RequestJson & { shown: Shown };

export interface OrderJson {
  kind: OrderKind;
  state: OrderState;
  modelId: string;
  modelTitle: string;
  environment: string;
  version: number;
  from: number | null;
  finishedAt: string;
  /** Null where a standing rule gave it. */
  by: string | null;
  /** Ids of the facts on how long the way to live was: `lead-time`, `requested-decided`, `manual-steps`. */
  lead: Record<string, string> | null;
  total: number;
}

/** A pause, a resumption, or what a standing rule could not do. */
export interface TurnJson {
  verb: 'deploy.pause' | 'deploy.resume' | 'deploy.act-by-rule';
  modelId: string;
  modelTitle: string;
  environment: string;
  at: string;
  by: string | null;
  total: number;
}

export interface ValidationJson {
  modelId: string;
  version: number;
  gates: { gate: string; title: string; state: GateState }[];
  total: number;
}

/** A change in the business that has just begun or is to begin. Its words are left out: an edition is kept, words may be taken back. */
export interface BusinessChangeJson {
  number: number;
  startsOn: Day;
  models: string[];
  /** Models whose owner has not said what it does to them. */
  open: number;
  total: number;
}

/** Customers' complaints about a model in the period, and in the week before; ids of facts. */
export interface ComplaintsJson {
  modelId: string;
  modelTitle: string;
  /** Null where nobody counted. */
  now: string | null;
  before: string | null;
  /** What experts passed on in the period, beside the count. */
  passed: string | null;
}

export interface HappeningsRow {
  changes: BusinessChangeJson[];
  complaints: ComplaintsJson[];
  waiting: WaitingJson[];
  requests: RequestJson[];
  orders: OrderJson[];
  turns: TurnJson[];
  validations: ValidationJson[];
}

export interface HappeningsFilter {
  from: Date;
  until: Date;
  period: { start: Day; end: Day };
  /** Null: every model. */
  teamId: string | null;
  /** The one person who reads it; null where it goes to a channel, where seats of the business are spoken to. */
  personId: string | null;
}

const maxWaiting = 6;
const maxShown = 8;
const maxChanges = 3;
const maxComplaints = 3;
/** How far ahead a change is told of, beyond the end of the period. */
const aheadDays = 28;

const requestFields = sql`coalesce((select json_agg(g ->> 'title') from jsonb_array_elements(r.evidence -> 'shown' -> 'gates') g
    where g ->> 'state' = 'failed'), '[]') as failed, r.id, r.number, r.kind, r.state, m.title as "modelTitle", r.model_id as "modelId", r.environment, r.version,
  r.replaces_version as replaces, coalesce(p.name, r.requested_by_id) as "requestedBy", r.requested_at as "requestedAt",
  r.decided_at as "decidedAt", r.expires_at as "expiresAt", (count(*) over ())::int as total,
  coalesce((select json_agg(coalesce(vp.name, v.person_id) order by v.at, v.person_id) from approval_vote v
    left join person vp on vp.id = v.person_id where v.request_id = r.id and v.decision = 'approve'), '[]') as approvers`;

/** An agreement to what has changed since is none. */
const stands = sql`(v.decision = 'refuse' or v.revision_seen >= (r.evidence ->> 'matterSince')::int)`;

/** A person was asked and has neither answered nor handed it on; or a seat of the business is still to be filled. */
const waitsFor = (personId: string | null) =>
  personId === null
    ? sql`coalesce(l.seat ->> 'words', '') = 'business' and not r.break_glass
        and (select count(*) from approval_vote v where v.request_id = r.id and v.seat = l.part and v.decision = 'approve' and ${stands})
          < coalesce((l.seat ->> 'count')::int, 1)`
    : sql`l.person_id = ${personId}::text and l.part not in ('requester', 'notice', 'escalation')
        and not exists (select 1 from card_delegation d where d.card_id = l.card_id and d.from_id = ${personId}::text)
        and not exists (select 1 from approval_vote v where v.request_id = r.id and v.person_id = ${personId}::text and ${stands})`;

/** The newest fact of a week about the whole model `m`. */
const newestFact = (measure: string, start: SQL) =>
  sql`(select g.id from fact g where g.model_id = m.id and g.measure = ${measure} and g.about = '' and g.grain = 'week'
    and g.period_start = ${start} order by g.computed_at desc, g.id desc limit 1)`;

/**
 * What people decided, and what came of it, in a stretch of time, with what waits for the readers now: in one statement
 * whatever the number of models. Each list holds at most a handful and says how many there are.
 */
export async function selectHappenings(
  db: Db,
  { from, until, period, teamId, personId }: HappeningsFilter,
): Promise<HappeningsRow> {
  const [start, end] = [from.toISOString(), until.toISOString()];
  const ours = sql`(${teamId}::text is null or m.team_id = ${teamId}::text)`;
  const within = (column: ReturnType<typeof sql>) => sql`${column} >= ${start}::timestamptz and ${column} < ${end}::timestamptz`;
  const result = await db.execute(sql`
    select
      coalesce((select json_agg(x) from (select b.number, b.starts_on as "startsOn", (count(*) over ())::int as total,
          (select json_agg(m.title order by m.title) from change_touch t join model m on m.id = t.model_id
            where t.change_id = b.id and ${ours}) as models,
          (select count(*)::int from change_touch t join model m on m.id = t.model_id
            where t.change_id = b.id and t.state = 'open' and ${ours}) as open
        from business_change b
        where b.state in ('asked', 'open', 'done') and b.starts_on >= ${period.start}::date and b.starts_on < ${period.end}::date + ${aheadDays}::int
          and exists (select 1 from change_touch t join model m on m.id = t.model_id where t.change_id = b.id and ${ours})
        order by b.starts_on, b.number limit ${maxChanges}) x), '[]') as changes,
      coalesce((select json_agg(x) from (select m.id as "modelId", m.title as "modelTitle",
          ${newestFact('complaints', sql`${period.start}::date`)} as now, ${newestFact('complaints-passed-on', sql`${period.start}::date`)} as passed,
          ${newestFact('complaints', sql`(${period.start}::date - 7)`)} as before
        from model m
        where ${ours} and (
          exists (select 1 from complaint_count c where c.model_id = m.id and c.week_start = ${period.start}::date and c.segment = '')
          or exists (select 1 from complaint_passed_on c where c.model_id = m.id and c.week_start = ${period.start}::date and c.segment = ''))
        order by m.id limit ${maxComplaints}) x), '[]') as complaints,
      coalesce((select json_agg(x) from (select ${requestFields}, r.evidence -> 'shown' as shown
        from approval_request r left join model m on m.id = r.model_id left join person p on p.id = r.requested_by_id
        where r.state = 'open' and (r.model_id is null or ${ours}) and exists (
          select 1 from (select t.card_id, t.person_id, t.part, o.spec -> 'seats' -> t.part as seat
            from card c join card_letter t on t.card_id = c.id
              left join policy o on o.id = r.policy_id and o.version = r.policy_version
            where c.kind = 'approval' and c.subject_id = r.id) l
          where ${waitsFor(personId)})
        order by r.expires_at, r.number limit ${maxWaiting}) x), '[]') as waiting,
      coalesce((select json_agg(x) from (select ${requestFields}
        from approval_request r left join model m on m.id = r.model_id left join person p on p.id = r.requested_by_id
        where (r.model_id is null or ${ours})
          and (r.state in ('open', 'queued') or (${within(sql`r.requested_at`)}) or (${within(sql`r.decided_at`)}))
        order by r.state = 'open' desc, r.number desc limit ${maxShown}) x), '[]') as requests,
      coalesce((select json_agg(x) from (select o.kind, o.state, o.model_id as "modelId", m.title as "modelTitle", o.environment, o.version,
          o.from_version as from, o.finished_at as "finishedAt", (count(*) over ())::int as total,
          case when o.ordered_by_id like 'rule:%' then null else coalesce(p.name, o.ordered_by_id) end as by,
          (select json_object_agg(case f.measure when 'step-time' then f.about else f.measure end, f.id) from fact f
            where f.run_id = o.id and (f.measure in ('lead-time', 'manual-steps') or (f.measure = 'step-time' and f.about = 'requested-decided'))) as lead
        from deployment_order o join model m on m.id = o.model_id left join person p on p.id = o.ordered_by_id
        where ${ours} and ${within(sql`o.finished_at`)} and o.state <> 'cancelled'
        order by o.finished_at desc, o.id limit ${maxShown}) x), '[]') as orders,
      coalesce((select json_agg(x) from (select e.verb, m.id as "modelId", m.title as "modelTitle", e.body::jsonb -> 'detail' ->> 'environment' as environment,
          e.at, case when e.actor_id like 'rule:%' then null else e.body::jsonb -> 'actor' ->> 'name' end as by, (count(*) over ())::int as total
        from audit_entry e join model m on m.id = substr(e.subject, 7)
        where e.subject like 'model:%' and ${within(sql`e.at`)} and ${ours} and (e.verb in ('deploy.pause', 'deploy.resume')
          or (e.verb = 'deploy.act-by-rule' and (e.body::jsonb -> 'detail') ? 'heldBack'))
        order by e.seq desc limit ${maxShown}) x), '[]') as turns,
      coalesce((select json_agg(x) from (select v.model_id as "modelId", v.number as version, (count(*) over ())::int as total,
          (select json_agg(json_build_object('gate', g.gate, 'title', g.title, 'state', g.state) order by g.position, g.gate)
            from version_gate g where g.model_id = v.model_id and g.version = v.number) as gates
        from model_version v join model m on m.id = v.model_id
        where ${ours} and ${within(sql`v.registered_at`)}
          and exists (select 1 from version_gate g where g.model_id = v.model_id and g.version = v.number)
        order by v.registered_at desc, v.model_id, v.number desc limit ${maxShown}) x), '[]') as validations`);
  return rowsOf<HappeningsRow>(result)[0]!;
}
