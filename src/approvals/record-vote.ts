import type { WriteCtx } from '../audit/write.ts';
import { moveCard, type Happening } from '../cards/move-card.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import { hashWords } from '../people/hash-words.ts';
import { enqueue } from '../queue/enqueue.ts';
import { production } from '../registry/rules.ts';
import { newId } from '../shared/ids.ts';
import { carryOutRequest } from './carry-out.ts';
import { endRequest } from './end-request.ts';
import { factIdsOf, gateStates, gatesHash } from './evidence.ts';
import { whoCould } from './load-checked.ts';
import { evidenceOf } from './load-request.ts';
import { openNext } from './open-next.ts';
import { outcomeOf, type Counted } from './outcome.ts';
import type { Policy } from './policy.ts';
import { changeRequest, upsertVote, type RequestRow } from './request-store.ts';
import type { Entitlement, Table } from './seats.ts';

export interface Recorded {
  row: RequestRow;
  policy: Policy;
  table: Table;
  barred: ReadonlyMap<string, string>;
  counted: readonly Counted[];
  vote: {
    decision: 'approve' | 'refuse';
    revision: number;
    shownHash: string | null;
    reason?: string | undefined;
    checklist: string[];
  };
  found: Entitlement;
  outvoted: string[];
  cardId: string;
}

/** Writes a vote that was found good and what it leads to: the card moves on, or the request is decided. */
export async function recordVote(w: WriteCtx, recorded: Recorded): Promise<{ state: RequestState; revision: number }> {
  const { row, policy, table, barred, vote, found, outvoted, cardId } = recorded;
  const personId = w.actor.id;
  const onBehalfOfId = found.holderId === personId ? null : found.holderId;
  const { decision, shownHash, reason } = vote;
  const seen = { revisionSeen: vote.revision, shownHash, outvoted };
  await upsertVote(w.db, {
    requestId: row.id,
    personId,
    seat: found.seat,
    onBehalfOfId,
    decision,
    reason: reason ?? null,
    ...seen,
    at: w.now,
  });
  const mine: Counted = { personId, seat: found.seat, holderId: found.holderId, decision };
  const counted = [...recorded.counted.filter((one) => one.personId !== personId), mine];
  const could = whoCould(table, Object.keys(policy.spec.seats), barred);
  for (const one of counted) could.delete(one.personId);
  const outcome = outcomeOf(policy.spec, counted, could);
  const { shown } = evidenceOf(row);
  const titles = outvoted.map((id) => shown.gates.find((one) => one.gate === id)?.title ?? id);
  const event = newId();
  const happening: Happening = {
    id: event,
    kind: decision === 'approve' ? 'approved' : 'refused',
    personId,
    ...(reason ? { words: reason } : {}),
    data: {
      seat: found.seat,
      phrase: policy.spec.seats[found.seat]!.phrase,
      onBehalfOfId,
      outvoted: titles,
      state: outcome.state,
    },
  };
  const revision = await follow(w, recorded, outcome, happening, cardId);
  w.audit({
    verb: `approvals.${decision}`,
    subject: `request:${row.id}`,
    detail: {
      number: row.number,
      decision,
      seat: found.seat,
      onBehalfOfId,
      ...seen,
      checklist: vote.checklist,
      policy: { id: policy.id, version: policy.version },
      evidenceHash: row.evidenceHash,
      gates: gateStates(shown),
      gatesHash: gatesHash(shown),
      facts: factIdsOf(shown),
      event,
      reasonHash: reason ? await hashWords(w, event, reason) : null,
      before: { state: row.state, revision: row.revision },
      after: { state: outcome.state, revision },
    },
  });
  return { state: outcome.state, revision };
}

async function follow(
  w: WriteCtx,
  { row, policy }: Recorded,
  outcome: ReturnType<typeof outcomeOf>,
  happening: Happening,
  cardId: string,
): Promise<number> {
  if (outcome.state === 'open') {
    const moved = await moveCard(w, cardId, { happening, tell: ['requester', 'notice'] });
    await changeRequest(w.db, row.id, { revision: moved.revision });
    return moved.revision;
  }
  if (row.kind === 'promotion' && row.environment === production) await enqueue(w, 'anchor', { why: 'decision' });
  if (outcome.state === 'refused') {
    const why = outcome.why === 'quorum' ? 'Too few of those who may decide are left to agree.' : null;
    const revision = await endRequest(w, row, { state: 'refused', outcome: why, happening });
    await openNext(w, row.subjectKey);
    return revision;
  }
  const orderId = await carryOutRequest(w, row, policy);
  const revision = await endRequest(w, row, { state: 'approved', outcome: null, happening, ...(orderId ? { orderId } : {}) });
  // A promotion's successor waits until this one is live or has failed: never are two on their way.
  if (!orderId) await openNext(w, row.subjectKey);
  return revision;
}
