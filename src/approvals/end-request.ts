import type { WriteCtx } from '../audit/write.ts';
import { moveCard, type Happening } from '../cards/move-card.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import { enqueue } from '../queue/enqueue.ts';
import { cardOf } from './load-request.ts';
import { changeRequest, type RequestRow } from './request-store.ts';

export interface End {
  state: Exclude<RequestState, 'open' | 'queued'>;
  /** Why it ended so, where no person's words say it. */
  outcome: string | null;
  supersededById?: string;
  orderId?: string;
  happening?: Happening;
  /** Parts whose owners are told by a line of their own, beside the requester and those who are only told. */
  tell?: string[];
}

/**
 * Brings a request to its end in the caller's transaction, which holds its row: the card and everybody's letter say so,
 * nothing more comes due on it. Opening whoever waits behind it is `openNext`'s, after this.
 */
export async function endRequest(w: WriteCtx, row: RequestRow, end: End): Promise<number> {
  const { state, outcome, supersededById, orderId } = end;
  const card = await cardOf(w, row);
  const happening = end.happening ?? { kind: state, data: { outcome } };
  const moved = await moveCard(w, card.id, { happening, settled: true, tell: ['requester', 'notice', ...(end.tell ?? [])] });
  await changeRequest(w.db, row.id, {
    state,
    outcome,
    decidedAt: w.now,
    revision: moved.revision,
    ...(supersededById ? { supersededById } : {}),
    ...(orderId ? { orderId } : {}),
  });
  if (row.followsFrom) await enqueue(w, 'request-moved', { requestId: row.id, turn: state });
  if (!end.happening)
    w.audit({
      verb: `approvals.${state}`,
      subject: `request:${row.id}`,
      detail: { number: row.number, outcome, before: { state: row.state }, after: { state, revision: moved.revision } },
    });
  return moved.revision;
}
