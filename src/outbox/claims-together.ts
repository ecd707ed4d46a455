import type { Ctx } from '../db/ctx.ts';
import { together } from '../shared/together.ts';
import { endAsSent, keepClaimed, type Kept, type Posted } from './claimed-store.ts';
import type { OutboxRow } from './store.ts';
import { announceWritten } from './wake.ts';

/** What every message needs of the database while it is sent, for many in one statement. */
export interface Claims {
  /** Renews the lease just before sending and keeps what is about to be sent; false when another process has the message. */
  renew(row: OutboxRow, keep: Kept): Promise<boolean>;
  /** Ends the claim of a message that Slack has; false when another process has it meanwhile, whose settlement counts then. */
  sent(row: OutboxRow, at: { channel: string; ts: string }): Promise<boolean>;
}

const most = 50;
/** Claimed together, they are ready within the same moment. */
const renewing = { windowMs: 2, most };
/** Slack's answers come one by one. Nobody feels this long: the next message of a channel has its pace to wait for. */
const ending = { windowMs: 8, most };

export function claimsTogether(ctx: () => Pick<Ctx, 'db'>): Claims {
  const renew = together<{ row: OutboxRow; keep: Kept }, boolean>(async (all) => {
    const renewed = await keepClaimed(ctx().db, all, new Date());
    return all.map(({ row }) => renewed.has(row.id));
  }, renewing);
  const end = together<{ row: OutboxRow; posted: Posted }, boolean>(async (all) => {
    const ended = await endAsSent(ctx().db, all);
    // The next messages of the destinations are free now.
    if (ended.size > 0) announceWritten();
    return all.map(({ row }) => ended.has(row.id));
  }, ending);
  return {
    renew: (row, keep) => renew({ row, keep }),
    sent: (row, { channel, ts }) => end({ row, posted: { channel, ts, sentAt: new Date() } }),
  };
}
