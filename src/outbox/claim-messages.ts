import type { Ctx } from '../db/ctx.ts';
import { claimDue, expireClaims, updateClaimed, type OutboxRow } from './store.ts';

export type { OutboxRow } from './store.ts';
type With = Pick<Ctx, 'db'>;

/**
 * Claims due messages in a transaction of its own, of a destination one new message at most, oldest first. `leaseMs` of real time
 * later a claim that nobody settled is given out again, marked doubtful.
 */
export const claimMessages = (ctx: With, claim: { by: string; leaseMs: number; limit: number }): Promise<OutboxRow[]> =>
  (ctx.db as Transacting).transaction((tx) => claimDue(tx, { ...claim, now: new Date() }));

/** For a process that has the database to itself and has only begun: whatever is claimed, a dead one claimed. */
export const releaseClaims = (ctx: With): Promise<number> => expireClaims(ctx.db);

/** Renews the lease just before sending and keeps what is about to be sent; false when another process has the message. */
export const renewClaim = (
  ctx: With,
  row: OutboxRow,
  keep: Pick<OutboxRow, 'payload' | 'payloadHash' | 'fileId' | 'revision'>,
): Promise<boolean> => updateClaimed(ctx.db, row, { ...keep, claimedAt: new Date() });

interface Transacting {
  transaction<T>(work: (tx: Ctx['db']) => Promise<T>): Promise<T>;
}
