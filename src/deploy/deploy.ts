import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { isLeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import type { Deployers } from './deployer.ts';
import { changeOrder, lockPlace, selectOrder, type Order } from './order-store.ts';
import { selectTargets } from './serving-store.ts';
import { fail, markStarted, succeed } from './settle-order.ts';

/**
 * Hands an order to its deployer, outside of any transaction, and records what it said. An order that has gone further
 * meanwhile is left as it is, so that doing it twice does nothing twice. Only the system does this.
 */
export async function deploy(ctx: Ctx, deployers: Deployers, { orderId }: { orderId: string }): Promise<void> {
  const token = deployers.tokenFor(orderId);
  const order = await claim(ctx, orderId, sha256(token));
  if (!order) return;
  try {
    const [target] = await selectTargets(ctx.db, order.modelId, [order.version]);
    const deployer = await deployers.find(ctx, order.deployer);
    const { artifact = '', artifactDigest = '' } = target ?? {};
    const said = await deployer.start({ ...order, artifact, artifactDigest }, token);
    await write(ctx, async (w) => {
      await lockPlace(w.db, order);
      if (said.state === 'succeeded') await succeed(w, order, said.url);
      else await markStarted(w, order, said.url);
    });
  } catch (error) {
    if (!isLeewayError(error)) throw error;
    await write(ctx, async (w) => {
      await lockPlace(w.db, order);
      await fail(w, order, 'failed', error.message);
    });
  }
}

/** Notes a try and the hash of the order's token before the deployer can answer. Undefined for an order that needs none. */
async function claim(ctx: Ctx, orderId: string, tokenHash: string): Promise<Order | undefined> {
  const order = await selectOrder(ctx.db, orderId);
  if (!order) {
    ctx.log.warn({ code: 'order-unknown', orderId }, 'there is no such deployment order');
    return undefined;
  }
  // Too late already: the tick says so.
  if (order.deadlineAt <= ctx.now) return undefined;
  return changeOrder(ctx.db, orderId, ['requested'], { tokenHash, attempts: order.attempts + 1 });
}
