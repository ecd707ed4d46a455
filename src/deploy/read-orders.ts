import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectOpenOrder, selectOrder, selectOrders, type Order, type OrderFilter } from './order-store.ts';
import type { Place } from './schemas.ts';

/** An order without the hash of its token. */
export type OrderRecord = Omit<Order, 'tokenHash'>;

const maxPage = 200;

export async function readOrder(ctx: Ctx, id: string): Promise<OrderRecord> {
  authorise(ctx.actor, 'serving.read');
  const order = await selectOrder(ctx.db, id);
  if (!order) throw new LeewayError('not-found', 'There is no such deployment.');
  return recordOf(order);
}

/** Newest first, at most `limit` (200). */
export async function listOrders(ctx: Ctx, { limit = 50, ...filter }: OrderFilter & { limit?: number }): Promise<OrderRecord[]> {
  authorise(ctx.actor, 'serving.read');
  if (limit < 1 || limit > maxPage)
    throw new LeewayError('too-large', `A page holds 1 to ${maxPage} deployments, not ${limit}.`, { field: 'limit' });
  return (await selectOrders(ctx.db, filter, limit)).map(recordOf);
}

/** The order that is under way in a place; also inside a transaction, for those who must not decide meanwhile. */
export async function findOpenOrder(ctx: Pick<Ctx, 'db'>, place: Place): Promise<OrderRecord | undefined> {
  const order = await selectOpenOrder(ctx.db, place);
  return order && recordOf(order);
}

const recordOf = ({ tokenHash: _hidden, ...order }: Order): OrderRecord => order;
