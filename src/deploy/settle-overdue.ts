import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { sayDuration } from './rules.ts';
import { lockPlace, selectNextDeadline, selectOrder, selectOverdue } from './order-store.ts';
import { fail } from './settle-order.ts';

/** Orders whose deployer was not heard of in time; what does not fit the limit is still overdue at the next look. */
export const overdueOrders = async (ctx: Pick<Ctx, 'db' | 'now'>, limit = 100): Promise<string[]> =>
  (await selectOverdue(ctx.db, ctx.now, Math.min(limit, 500))).map(({ id }) => id);

/** The next instant at which an order times out. */
export const nextDeadline = (ctx: Pick<Ctx, 'db'>): Promise<Date | undefined> => selectNextDeadline(ctx.db);

/** Says that an order timed out. One that was heard of meanwhile, or that has time left, stays as it is. */
export async function settleOverdue(ctx: Ctx, { orderId }: { orderId: string }): Promise<void> {
  await write(ctx, async (w) => {
    const known = await selectOrder(w.db, orderId);
    if (!known) return;
    await lockPlace(w.db, known);
    const order = await selectOrder(w.db, orderId);
    if (!order || order.deadlineAt > w.now) return;
    const waited = sayDuration(order.deadlineAt.getTime() - order.orderedAt.getTime());
    await fail(
      w,
      order,
      'timed-out',
      `${order.deployer} reported no result within ${waited}. Look there whether it went through.`,
    );
  });
}
