import { sql } from 'drizzle-orm';
import type { RequestKind, RequestState } from '../db/schema/approvals.ts';
import type { OrderState } from '../db/schema/deploy.ts';
import type { GateState } from '../db/schema/validation.ts';
import { rowsOf, type Db } from '../db/db.ts';
import type { FactJson } from './subject-store.ts';

/** A request that waits, with who has yet to answer. */
export interface OpenRequest {
  number: number;
  kind: RequestKind;
  modelTitle: string | null;
  version: number | null;
  environment: string | null;
  requestedBy: string;
  expiresAt: string;
  /** Names of those who were asked and have neither answered nor handed it on. */
  waitsFor: string[];
  /** Whether the asker is one of them. */
  mine: boolean;
  total: number;
}

/** Open requests of one model or of all, the one that ends first before: one statement. `mine`: only what waits for the person. */
export async function selectOpenRequests(
  db: Db,
  { modelId, personId, mine = false, limit }: { modelId: string | null; personId: string; mine?: boolean; limit: number },
): Promise<OpenRequest[]> {
  const result = await db.execute(sql`
    select r.number, r.kind, m.title as "modelTitle", r.version, r.environment, coalesce(p.name, r.requested_by_id) as "requestedBy",
      to_json(r.expires_at) #>> '{}' as "expiresAt", (count(*) over ())::int as total, asked.names as "waitsFor", asked.mine
    from approval_request r left join model m on m.id = r.model_id left join person p on p.id = r.requested_by_id
      cross join lateral (
        select coalesce(json_agg(coalesce(w.name, l.person_id) order by coalesce(w.name, l.person_id)), '[]') as names,
          coalesce(bool_or(l.person_id = ${personId}::text), false) as mine
        from card c join card_letter l on l.card_id = c.id left join person w on w.id = l.person_id
        where c.kind = 'approval' and c.subject_id = r.id and l.part not in ('requester', 'notice', 'escalation')
          and not exists (select 1 from card_delegation d where d.card_id = c.id and d.from_id = l.person_id)
          and not exists (select 1 from approval_vote v where v.request_id = r.id and v.person_id = l.person_id
            and (v.decision = 'refuse' or v.revision_seen >= (r.evidence ->> 'matterSince')::int))) asked
    where r.state = 'open' and (not ${mine}::boolean or asked.mine) and (${modelId}::text is null or r.model_id = ${modelId}::text)
    order by r.expires_at, r.number limit ${limit}`);
  return rowsOf<OpenRequest>(result);
}

/** What people decided on a version, and what came of it. */
export interface DecidedRow {
  modelTitle: string;
  /** Of the version that was meant; null where there is none. */
  version: number | null;
  /** The newest request to put it live, else the newest to put it anywhere. */
  request: {
    number: number;
    state: RequestState;
    environment: string;
    requestedBy: string;
    decidedAt: string | null;
    expiresAt: string;
    votes: { name: string; decision: 'approve' | 'refuse' }[];
    order: { state: OrderState; finishedAt: string | null } | null;
  } | null;
  /** Since when it runs, or ran last, in production. */
  live: { since: string; until: string | null } | null;
  gates: { title: string; state: GateState }[];
  lead: FactJson[];
}

/**
 * The record of one version's decision in one statement; without a number, of the version in production, else the newest.
 * Undefined for an unknown model. People's reasons are left where they lie: an answer is kept, and they can be erased.
 */
export async function selectDecided(db: Db, modelId: string, version: number | null): Promise<DecidedRow | undefined> {
  const result = await db.execute(sql`
    with meant as materialized (select coalesce(
        (select v.number from model_version v where v.model_id = ${modelId} and v.number = ${version}::int),
        case when ${version}::int is null then coalesce(
          (select d.version from deployment d where d.model_id = ${modelId} and d.environment = 'production' and d.until is null limit 1),
          (select max(v.number) from model_version v where v.model_id = ${modelId})) end) as number),
    newest as materialized (select r.* from approval_request r, meant
      where r.model_id = ${modelId} and r.kind = 'promotion' and r.version = meant.number
      order by r.environment = 'production' desc, r.number desc limit 1)
    select m.title as "modelTitle", meant.number as version,
      (select json_build_object('number', r.number, 'state', r.state, 'environment', r.environment,
          'requestedBy', coalesce(p.name, r.requested_by_id), 'decidedAt', r.decided_at, 'expiresAt', r.expires_at,
          'votes', coalesce((select json_agg(json_build_object('name', coalesce(vp.name, v.person_id), 'decision', v.decision) order by v.at, v.person_id)
            from approval_vote v left join person vp on vp.id = v.person_id where v.request_id = r.id), '[]'),
          'order', (select json_build_object('state', o.state, 'finishedAt', o.finished_at) from deployment_order o where o.id = r.order_id))
        from newest r left join person p on p.id = r.requested_by_id) as request,
      (select json_build_object('since', d.since, 'until', d.until) from deployment d
        where d.model_id = m.id and d.environment = 'production' and d.version = meant.number order by d.since desc limit 1) as live,
      coalesce((select json_agg(json_build_object('title', g.title, 'state', g.state) order by g.position, g.gate)
        from version_gate g where g.model_id = m.id and g.version = meant.number), '[]') as gates,
      coalesce((select json_agg(f) from fact f join newest r on f.run_id = r.order_id
        where f.measure in ('lead-time', 'step-time', 'manual-steps')), '[]') as lead
    from model m cross join meant where m.id = ${modelId}`);
  return rowsOf<DecidedRow>(result)[0];
}
