import type { Ctx } from '../db/ctx.ts';
import { liftIdleHolds } from './hold-messages.ts';
import { claimLooks, everywhere } from './hold-store.ts';
import { claimDue, expireClaims, type OutboxRow } from './store.ts';

export type { OutboxRow } from './store.ts';

export interface Claiming {
  by: string;
  leaseMs: number;
  limit: number;
  /** Also looks whether what is held can go on; how long the look after it waits, in milliseconds. */
  look?: { baseMs: number; maxMs: number } | undefined;
}

/**
 * Claims due messages in a statement of its own, of a destination one new message at most, oldest first. `leaseMs` of real time
 * later a claim that nobody settled is given out again, marked doubtful. `looked`: the holds that these messages try.
 */
export async function claimMessages(ctx: Ctx, { look, ...claim }: Claiming): Promise<{ rows: OutboxRow[]; looked: string[] }> {
  const { db } = ctx;
  if (look) await liftIdleHolds(ctx);
  const now = new Date();
  const looked = look ? await claimLooks(db, now, look) : [];
  // Where nothing goes through, one message is enough to see whether it does again.
  const limit = looked.includes(everywhere) ? 1 : claim.limit;
  return { rows: await claimDue(db, { ...claim, limit, now, looked }), looked };
}

/** For a process that has the database to itself and has only begun: whatever is claimed, a dead one claimed. */
export const releaseClaims = (ctx: Pick<Ctx, 'db'>): Promise<number> => expireClaims(ctx.db);
