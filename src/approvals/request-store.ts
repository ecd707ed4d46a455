import { and, asc, desc, eq, getTableColumns, inArray, lt, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { approvalRequest, approvalVote, type RequestState } from '../db/schema/approvals.ts';

export type RequestRow = typeof approvalRequest.$inferSelect;
export type VoteRow = typeof approvalVote.$inferSelect;

export const insertRequest = async (db: Db, row: typeof approvalRequest.$inferInsert): Promise<void> =>
  void (await db.insert(approvalRequest).values(row));

export async function selectRequest(db: Db, id: string): Promise<RequestRow | undefined> {
  const [row] = await db.select().from(approvalRequest).where(eq(approvalRequest.id, id));
  return row;
}

/** Holds a request's row until the transaction ends: whatever is decided on it is decided one after the other. */
export async function lockRequest(db: Db, id: string): Promise<RequestRow | undefined> {
  const [row] = await db.select().from(approvalRequest).where(eq(approvalRequest.id, id)).for('update');
  return row;
}

export async function lockOpen(db: Db, subjectKey: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .select()
    .from(approvalRequest)
    .where(and(eq(approvalRequest.subjectKey, subjectKey), eq(approvalRequest.state, 'open')))
    .for('update');
  return row;
}

/** The one that has waited longest for its turn. */
export async function lockNextQueued(db: Db, subjectKey: string): Promise<RequestRow | undefined> {
  const [row] = await db
    .select()
    .from(approvalRequest)
    .where(and(eq(approvalRequest.subjectKey, subjectKey), eq(approvalRequest.state, 'queued')))
    .orderBy(asc(approvalRequest.number))
    .limit(1)
    .for('update');
  return row;
}

export const changeRequest = async (db: Db, id: string, change: Partial<RequestRow>): Promise<void> =>
  void (await db.update(approvalRequest).set(change).where(eq(approvalRequest.id, id)));

export interface RequestFilter {
  requestedBy?: string | undefined;
  waitingFor?: string | undefined;
  modelId?: string | undefined;
  states?: RequestState[] | undefined;
  before?: number | undefined;
}

/** Open, the person was asked by a letter, has neither answered nor handed it on. */
const waitsFor = (personId: string) => sql`approval_request.state = 'open'
  and exists (select 1 from card c join card_letter l on l.card_id = c.id
    where c.kind = 'approval' and c.subject_id = approval_request.id and l.person_id = ${personId}
      and l.part not in ('requester', 'notice', 'escalation')
      and not exists (select 1 from card_delegation d where d.card_id = c.id and d.from_id = ${personId}))
  and not exists (select 1 from approval_vote v where v.request_id = approval_request.id and v.person_id = ${personId}
    and (v.decision = 'refuse' or v.revision_seen >= (approval_request.evidence ->> 'matterSince')::int))`;

/** Newest first. */
export type NamedRequest = RequestRow & { modelTitle: string | null; requesterName: string | null };

/** Requests with the names of model and requester, newest first. */
export const selectRequests = (db: Db, filter: RequestFilter, limit: number): Promise<NamedRequest[]> =>
  db
    .select({
      ...getTableColumns(approvalRequest),
      modelTitle: sql<string | null>`(select m.title from model m where m.id = approval_request.model_id)`,
      requesterName: sql<string | null>`(select p.name from person p where p.id = approval_request.requested_by_id)`,
    })
    .from(approvalRequest)
    .where(
      and(
        filter.modelId === undefined ? undefined : eq(approvalRequest.modelId, filter.modelId),
        filter.states && inArray(approvalRequest.state, filter.states),
        filter.before === undefined ? undefined : lt(approvalRequest.number, filter.before),
        filter.requestedBy === undefined ? undefined : eq(approvalRequest.requestedById, filter.requestedBy),
        filter.waitingFor === undefined ? undefined : waitsFor(filter.waitingFor),
      ),
    )
    .orderBy(desc(approvalRequest.number))
    .limit(limit);

export const selectVotes = (db: Db, requestIds: string[], limit: number): Promise<VoteRow[]> =>
  db
    .select()
    .from(approvalVote)
    .where(inArray(approvalVote.requestId, requestIds))
    .orderBy(asc(approvalVote.at), asc(approvalVote.personId))
    .limit(limit);

/** Records a person's vote; one given before the evidence changed is replaced, and stays in the audit chain. */
export const upsertVote = async (db: Db, row: typeof approvalVote.$inferInsert): Promise<void> => {
  const { requestId: _request, personId: _person, ...set } = row;
  await db
    .insert(approvalVote)
    .values(row)
    .onConflictDoUpdate({
      target: [approvalVote.requestId, approvalVote.personId],
      set: { ...set, onBehalfOfId: set.onBehalfOfId ?? null, reason: set.reason ?? null, shownHash: sql`excluded.shown_hash` },
    });
};
