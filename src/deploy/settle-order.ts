import type { WriteCtx } from '../audit/write.ts';
import type { OrderState } from '../db/schema/deploy.ts';
import { enqueue } from '../queue/enqueue.ts';
import { putAlias, putDeployment } from '../registry/put-pointers.ts';
import { championAlias, production } from '../registry/rules.ts';
import { announce } from './announce.ts';
import { changeOrder, type Order } from './order-store.ts';
import { placeOf } from './schemas.ts';
import { changeServing } from './what-serves.ts';

const open: readonly OrderState[] = ['requested', 'started'];

/** The deployer has begun. Nothing changes when the order has gone further meanwhile. */
export async function markStarted(w: WriteCtx, order: Order, url: string | undefined): Promise<void> {
  const started = await changeOrder(w.db, order.id, ['requested'], {
    state: 'started',
    startedAt: w.now,
    ...(url === undefined ? {} : { url }),
  });
  if (!started) return;
  w.audit({ verb: 'deploy.start', subject: `model:${order.modelId}`, detail: { order: order.id, url: url ?? null } });
  await enqueue(w, 'order-done', { orderId: order.id });
}

/**
 * It runs: the registry, the alias and what serving systems are answered say so in the transaction that says it. False
 * when the order had come to its end before, whichever way. The caller holds the place's lock.
 */
export async function succeed(w: WriteCtx, order: Order, url?: string): Promise<boolean> {
  const done = await changeOrder(w.db, order.id, open, {
    state: 'succeeded',
    startedAt: order.startedAt ?? w.now,
    finishedAt: w.now,
    ...(url === undefined ? {} : { url }),
  });
  if (!done) return false;
  const { modelId, environment, version } = done;
  const before = await putDeployment(w, modelId, environment, version);
  await putAlias(w, modelId, environment === production ? championAlias : environment, version);
  // What serves is what the registry says again.
  const revision = await changeServing(w, placeOf(done), { version: null });
  w.audit({
    verb: 'deploy.succeed',
    subject: `model:${modelId}`,
    detail: { order: done.id, kind: done.kind, environment, before: before ?? null, after: version, url: done.url, revision },
  });
  await enqueue(w, 'order-done', { orderId: done.id });
  return true;
}

/** It did not come about, and why. What ran before runs on. False when the order had come to its end before. */
export async function fail(
  w: WriteCtx,
  order: Order,
  state: 'failed' | 'timed-out' | 'cancelled',
  outcome: string,
  url?: string,
): Promise<boolean> {
  const done = await changeOrder(w.db, order.id, open, {
    state,
    outcome,
    finishedAt: w.now,
    ...(url === undefined ? {} : { url }),
  });
  if (!done) return false;
  // The way back that was agreed for a version that does not run is none.
  if (done.kind === 'promotion') await changeServing(w, placeOf(done), { fallbackVersion: null });
  w.audit({ verb: verbs[state], subject: `model:${done.modelId}`, detail: { order: done.id, kind: done.kind, outcome } });
  await enqueue(w, 'order-done', { orderId: done.id });
  if (done.kind === 'rollback' && state !== 'cancelled')
    await announce(w, { ...placeOf(done), change: 'rollback-failed', actId: `${done.id}-failed`, orderId: done.id });
  return true;
}

const verbs = { failed: 'deploy.fail', 'timed-out': 'deploy.time-out', cancelled: 'deploy.cancel' } as const;
