import { timingSafeEqual } from 'node:crypto';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OrderState } from '../db/schema/deploy.ts';
import { LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import { parseInput } from '../shared/parse.ts';
import { lockPlace, selectOrder } from './order-store.ts';
import { reportInput, type ReportInput } from './schemas.ts';
import { fail, markStarted, succeed } from './settle-order.ts';

/**
 * What a deployer says of an order, with the order's own token, which is all the right it needs. A report of an order that
 * has ended changes nothing: `changed` says whether this one did. Throws `unauthenticated` for a wrong token or order.
 */
export async function reportDeployment(ctx: Ctx, input: ReportInput): Promise<{ state: OrderState; changed: boolean }> {
  const { orderId, token, state, url, message } = parseInput(reportInput, input);
  const order = await selectOrder(ctx.db, orderId);
  // The same words for an order that there is not: nobody learns here which orders there are.
  if (!order?.tokenHash || !sameHash(order.tokenHash, sha256(token)))
    throw new LeewayError('unauthenticated', 'The token is not the one of this deployment.', {
      hint: 'Use the token of the delivery that ordered it.',
    });
  const actor = { kind: 'service' as const, id: `deployer:${order.deployer}`, name: order.deployer, scopes: [] };
  return write({ ...ctx, actor }, async (w) => {
    await lockPlace(w.db, order);
    const before = await selectOrder(w.db, orderId);
    if (before) {
      if (state === 'succeeded') await succeed(w, before, url);
      else if (state === 'failed')
        await fail(w, before, 'failed', message || 'The deployment failed; nothing more was said.', url);
      else await markStarted(w, before, url);
    }
    const after = await selectOrder(w.db, orderId);
    return { state: after!.state, changed: after!.revision !== before?.revision };
  });
}

const sameHash = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
