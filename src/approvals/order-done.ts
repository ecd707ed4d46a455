import { write, type WriteCtx } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import { planDue } from '../cards/open-card.ts';
import { readEvents } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OrderState } from '../db/schema/deploy.ts';
import { readOrder, type OrderRecord } from '../deploy/read-orders.ts';
import { enqueue } from '../queue/enqueue.ts';
import { recordLeadTime } from './lead-time.ts';
import { cardOf, policyOf } from './load-request.ts';
import { openNext } from './open-next.ts';
import { reading } from './open-request.ts';
import { refreshRequestsOf } from './refresh-requests.ts';
import { changeRequest, lockRequest, type RequestRow } from './request-store.ts';
import { selectLastPromoted, selectVersionsOf } from './subject-store.ts';

const dayMs = 86_400_000;
/** What people did themselves on the way. */
const manual = new Set(['approved', 'refused', 'asked', 'answered', 'delegated']);

/**
 * Says on the card of a request how its deployment goes: it started, is live, failed, or was not heard of in time; and
 * that a version was taken back later. When it is live, its lead time is stated, its audiences are told and a look back is
 * planned; when it is over either way, the next request in the queue gets its turn. Twice it changes nothing.
 */
export async function orderDone(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  const order = await readOrder(reading(ctx), orderId);
  const requestId = order.requestId ?? (await takenBack(ctx, order));
  await write(ctx, async (w) => {
    const row = requestId === undefined ? undefined : await lockRequest(w.db, requestId);
    if (row) await follow(w, row, order);
    if (isOver(order.state)) await openNext(w, `${order.modelId}/${order.environment}`);
  });
  if (isOver(order.state)) await refreshRequestsOf(ctx, { modelId: order.modelId });
}

/** The request with which the version that a rollback left had been put live. */
async function takenBack(ctx: Ctx, { kind, modelId, environment, fromVersion }: OrderRecord): Promise<string | undefined> {
  if (kind !== 'rollback' || fromVersion === null) return undefined;
  return selectLastPromoted(ctx.db, { modelId, environment, version: fromVersion });
}

const isOver = (state: OrderState): boolean => state !== 'requested' && state !== 'started';

const kinds: Partial<Record<`${OrderRecord['kind']}-${OrderState}`, string>> = {
  'promotion-started': 'deploy-started',
  'promotion-succeeded': 'live',
  'promotion-failed': 'deploy-failed',
  'promotion-timed-out': 'deploy-timed-out',
  'promotion-cancelled': 'deploy-cancelled',
  'rollback-succeeded': 'rolled-back',
  'rollback-failed': 'rollback-failed',
  'rollback-timed-out': 'rollback-failed',
};

/** What a case hears of the request that was made for it, besides its end. */
const heard = new Set(['live', 'deploy-failed', 'deploy-timed-out', 'deploy-cancelled', 'rolled-back']);

async function follow(w: WriteCtx, row: RequestRow, order: OrderRecord): Promise<void> {
  const kind = kinds[`${order.kind}-${order.state}`];
  if (!kind) return;
  const card = await cardOf(w, row);
  const events = await readEvents(w, card.id);
  if (events.some((one) => one.kind === kind && one.data['orderId'] === order.id)) return;
  const at = order.finishedAt ?? order.startedAt ?? w.now;
  const { url, outcome, version, environment } = order;
  const data = { orderId: order.id, url, outcome, version, environment, at: at.toISOString() };
  const moved = await moveCard(w, card.id, { happening: { kind, data }, tell: ['requester', 'notice'] });
  await changeRequest(w.db, row.id, { revision: moved.revision });
  const manualSteps = 1 + events.filter((one) => manual.has(one.kind)).length;
  if (row.followsFrom && heard.has(kind)) await enqueue(w, 'request-moved', { requestId: row.id, turn: kind });
  const leadTime = kind === 'live' ? await nowLive(w, row, order, { cardId: card.id, manualSteps }) : null;
  w.audit({
    verb: 'approvals.order-done',
    subject: `request:${row.id}`,
    detail: { number: row.number, order: order.id, kind: order.kind, state: order.state, outcome, leadTime },
  });
}

async function nowLive(w: WriteCtx, row: RequestRow, order: OrderRecord, more: { cardId: string; manualSteps: number }) {
  const { modelId, version } = order;
  const { spec } = await policyOf(reading(w), row);
  const live = order.finishedAt ?? w.now;
  await planDue(w, more.cardId, [{ kind: 'look-back', dueAt: new Date(live.getTime() + spec.observeDays * dayMs) }]);
  await enqueue(w, 'announce-release', { orderId: order.id });
  const [registered] = await selectVersionsOf(w.db, modelId, [version]);
  if (!registered) return null;
  const at = {
    registered: registered.registeredAt,
    requested: row.requestedAt,
    decided: row.decidedAt ?? order.orderedAt,
    started: order.startedAt ?? live,
    live,
  };
  return recordLeadTime(w, { orderId: order.id, modelId, version, zone: spec.zone, at, manualSteps: more.manualSteps });
}
