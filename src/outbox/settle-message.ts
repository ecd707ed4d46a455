import type { Ctx } from '../db/ctx.ts';
import { announceWritten } from './wake.ts';
import { updateClaimed } from './claimed-store.ts';
import type { OutboxRow } from './store.ts';

/** What became of a claimed message. Only Slack's `ts` makes it sent, which is recorded for many at once: see claims-together.ts. */
export type Settlement =
  | { is: 'sent'; channel: string; ts: string }
  /** `doubtful`: it may have arrived, so look before sending again. `uncounted`: Slack asked to wait, which is no failure. */
  | { is: 'again'; afterMs: number; doubtful: boolean; why: string; uncounted?: boolean }
  /** An edit that has nothing to change: nobody needs to act. */
  | { is: 'dropped'; why: string };

export type Unsent = Exclude<Settlement, { is: 'sent' }>;

const maxErrorChars = 1000;

/** Ends the claim of a message that was not sent; false when it has meanwhile passed to another process, whose settlement counts then. */
export async function settleMessage(ctx: Pick<Ctx, 'db'>, row: OutboxRow, to: Unsent): Promise<boolean> {
  const now = new Date();
  const settled = await updateClaimed(ctx.db, row, changeFor(row, to, now));
  // The next message of the destination is free now.
  if (settled && to.is !== 'again') announceWritten();
  return settled;
}

function changeFor(row: OutboxRow, to: Unsent, now: Date): Partial<OutboxRow> {
  const ended = { claimedAt: null, claimedBy: null };
  switch (to.is) {
    case 'again':
      return {
        ...ended,
        state: 'queued',
        nextTryAt: new Date(now.getTime() + to.afterMs),
        doubtful: row.doubtful || to.doubtful,
        ...(to.uncounted ? { attempts: Math.max(0, row.attempts - 1) } : {}),
        lastError: to.why.slice(0, maxErrorChars),
      };
    case 'dropped':
      return { ...ended, state: 'dropped', lastError: to.why.slice(0, maxErrorChars) };
  }
}
