import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { enqueue } from '../queue/enqueue.ts';
import { relationToModel } from '../registry/relation-to-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { announce } from './announce.ts';
import { aliasDeployer } from './deployer.ts';
import { placeOrder } from './order-deployment.ts';
import { lockPlace, selectLastDone, selectOpenOrder, selectOrder } from './order-store.ts';
import { placeOf, rollBackInput, type Place, type RollBackInput } from './schemas.ts';
import { fail, succeed } from './settle-order.ts';
import { assertCanGoTo, changeServing, whatServes } from './what-serves.ts';

export interface RolledBack {
  orderId: string;
  fromVersion: number | null;
  toVersion: number;
}

const deadlineMs = 30 * 60_000;

/**
 * Goes back to the version that was agreed on beforehand, else to the one that ran before. One person, at once: no policy
 * is asked. Serving systems are answered the earlier version with this transaction, whatever the deployer does then. A
 * promotion that is under way ends. `conflict` when another version is meant than the one that was shown, when there is
 * nothing to go back to, or when it is gone.
 */
export async function rollBack(ctx: Ctx, input: RollBackInput): Promise<RolledBack> {
  const { expected, to, requestId, ...place } = parseInput(rollBackInput, input);
  authorise(ctx.actor, 'deploy.rollback', await relationToModel(ctx, place.modelId));
  return write(ctx, async (w) => {
    await lockPlace(w.db, place);
    const target = await wayBack(w, place);
    const { version } = await whatServes(w.db, place);
    if (expected !== undefined && expected !== version)
      throw changed('expected', `version ${version ?? 'none'} serves now, not ${expected}`);
    if (to !== undefined && to !== target) throw changed('to', `the way back is version ${target} now, not ${to}`);
    const done = await goTo(w, place, { version: target, fallback: null, requestId: requestId ?? null });
    const person = w.actor.kind === 'system' ? {} : { personId: w.actor.id };
    await announce(w, { ...place, change: 'rolled-back', actId: done.orderId, orderId: done.orderId, ...person });
    return done;
  });
}

/** Which version a rollback leads to now. The caller holds the place's lock. */
export async function wayBack(w: WriteCtx, place: Place): Promise<number> {
  const running = await selectOpenOrder(w.db, place);
  if (running?.kind === 'rollback')
    throw new LeewayError('conflict', `${place.modelId} is being taken back to version ${running.version} already.`);
  const serves = await whatServes(w.db, place);
  // Whatever has begun of a promotion is undone by deploying what ran before it.
  const target = running ? (running.fromVersion ?? serves.version) : serves.fallback;
  if (target === null)
    throw new LeewayError('conflict', `There is no earlier version to go back to in ${place.environment}.`, {
      hint: 'Pause the model instead: serving systems are told to use their own way out.',
    });
  await assertCanGoTo(w.db, place.modelId, target, 'The way back');
  return target;
}

interface GoTo {
  version: number;
  /** Where a rollback leads from there; null: to what ran before, if that was not taken back. */
  fallback: number | null;
  requestId: string | null;
}

/**
 * Makes a version serve at once and orders that it run, ending a promotion that is under way. The caller holds the lock,
 * has authorised, and tells people.
 */
export async function goTo(w: WriteCtx, place: Place, { version, fallback, requestId }: GoTo): Promise<RolledBack> {
  const running = await selectOpenOrder(w.db, place);
  if (running) await fail(w, running, 'cancelled', `Ended by a rollback to version ${version}.`);
  const serves = await whatServes(w.db, place);
  const deployer = running?.deployer ?? (await selectLastDone(w.db, place))?.deployer ?? aliasDeployer.name;
  const fromVersion = running?.version ?? serves.version;
  const orderId = await placeOrder(w, {
    kind: 'rollback',
    ...placeOf(place),
    version,
    fromVersion,
    requestId,
    deployer,
    deadlineAt: new Date(w.now.getTime() + deadlineMs),
    fallbackVersion: fallback,
  });
  await changeServing(w, place, { version, fallbackVersion: fallback });
  w.audit({
    verb: 'deploy.roll-back',
    subject: `model:${place.modelId}`,
    detail: { ...place, order: orderId, before: fromVersion, after: version },
  });
  // Where the registry is all there is to change, it is changed now.
  if (deployer === aliasDeployer.name) await succeed(w, (await selectOrder(w.db, orderId))!);
  else await enqueue(w, 'deploy', { orderId });
  return { orderId, fromVersion, toVersion: version };
}

const changed = (field: string, what: string) =>
  new LeewayError('conflict', `Changed since you looked: ${what}.`, { field, hint: 'Look again, then decide.' });
