import type { WriteCtx } from '../audit/write.ts';
import { sqlState } from '../db/db.ts';
import type { OrderKind } from '../db/schema/deploy.ts';
import { enqueue } from '../queue/enqueue.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { insertOrder, lockPlace, selectOpenOrder, type Order } from './order-store.ts';
import { assertCanGoTo, changeServing } from './what-serves.ts';
import { placeOf } from './schemas.ts';

export interface OrderDraft {
  kind: OrderKind;
  modelId: string;
  environment: string;
  version: number;
  fromVersion: number | null;
  /** The request that was approved; null for a rollback. */
  requestId: string | null;
  /** `alias`, or a webhook of leeway.yml. */
  deployer: string;
  /** Domain time after which it counts as timed out. */
  deadlineAt: Date;
  /** Where a rollback of it leads, as agreed beforehand; null: what ran before it. */
  fallbackVersion: number | null;
}

/**
 * Orders that a version be deployed, in the transaction of the verb that decided it and that authorised it. One order at a
 * time a model and environment: `conflict` while another is under way, or when the version is gone.
 */
export async function orderDeployment(w: WriteCtx, draft: OrderDraft): Promise<{ orderId: string }> {
  await lockPlace(w.db, draft);
  const other = await selectOpenOrder(w.db, draft);
  if (other) throw underWay(other);
  await assertCanGoTo(w.db, draft.modelId, draft.version, 'What was to be deployed');
  const orderId = await placeOrder(w, draft);
  // What was agreed counts from the version that it was agreed for: `whatServes` passes over one that is served itself.
  if (draft.fallbackVersion !== null) await changeServing(w, placeOf(draft), { fallbackVersion: draft.fallbackVersion });
  await enqueue(w, 'deploy', { orderId });
  return { orderId };
}

/** Writes the order and its audit entry, without setting anything going. */
export async function placeOrder(w: WriteCtx, draft: OrderDraft): Promise<string> {
  const { fallbackVersion, ...row } = draft;
  const id = newId();
  try {
    await insertOrder(w.db, { ...row, id, state: 'requested', orderedById: w.actor.id, orderedAt: w.now });
  } catch (error) {
    if (sqlState(error) !== '23505') throw error;
    throw new LeewayError('conflict', `Another deployment of ${draft.modelId} in ${draft.environment} has just been ordered.`, {
      cause: error,
    });
  }
  w.audit({
    verb: 'deploy.order',
    subject: `model:${draft.modelId}`,
    detail: { order: id, ...row, deadlineAt: draft.deadlineAt.toISOString(), fallback: fallbackVersion },
  });
  return id;
}

const underWay = ({ kind, version, modelId, environment }: Order) =>
  new LeewayError(
    'conflict',
    kind === 'rollback'
      ? `${modelId} is being taken back to version ${version} in ${environment}: nothing else is deployed meanwhile.`
      : `Version ${version} of ${modelId} is being deployed to ${environment} already.`,
    { hint: 'Wait until it has ended; a rollback ends a promotion that is under way.' },
  );
