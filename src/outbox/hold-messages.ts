import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { enqueue } from '../queue/enqueue.ts';
import { deleteHold, everywhere, idleHolds, insertHold, lookNow } from './hold-store.ts';
import { refreshShowing } from './refresh-messages.ts';
import { showsTrouble } from './trouble.ts';
import { updateClaimed } from './claimed-store.ts';
import type { OutboxRow } from './store.ts';
import { announceWritten } from './wake.ts';

/** Why Slack takes no message for a destination, or none at all, until a person has acted. */
export interface Refusal {
  scope: 'workspace' | 'destination';
  error: string;
  why: string;
}

/**
 * Puts a claimed message back in its place, without counting the try, and holds what it stands for: the messages behind it
 * wait in their order, and one of them is tried now and then. `new`: nobody has been told yet; `lost`: another process has
 * the message meanwhile.
 */
export const holdMessage = (ctx: Ctx, row: OutboxRow, refusal: Refusal, lookMs: number): Promise<'new' | 'known' | 'lost'> =>
  write(ctx, async (w) => {
    const { error, why } = refusal;
    const scope = refusal.scope === 'workspace' ? everywhere : row.destination;
    const back = { state: 'queued', claimedAt: null, claimedBy: null, nextTryAt: null, lastError: why } as const;
    if (!(await updateClaimed(w.db, row, { ...back, attempts: Math.max(0, row.attempts - 1) }))) return 'lost';
    const since = new Date();
    if (!(await insertHold(w.db, { scope, error, why, since, nextLookAt: new Date(since.getTime() + lookMs) }))) {
      // Whoever said something since the last look has not heard either.
      if (scope !== everywhere) await enqueue(w, 'outbox-trouble', { hold: scope });
      return 'known';
    }
    w.audit({ verb: 'outbox.hold', subject: `outbox:${scope}`, detail: { error, why } });
    // Nobody can be told in Slack that Slack takes nothing.
    if (scope !== everywhere) await enqueue(w, 'outbox-trouble', { hold: scope });
    return 'new';
  });

/** What was held goes on: a message went through. */
export const liftHold = (ctx: Ctx, scope: string): Promise<boolean> =>
  write(ctx, async (w) => {
    if (!(await deleteHold(w.db, scope))) return false;
    w.audit({ verb: 'outbox.lift', subject: `outbox:${scope}`, detail: {} });
    await refreshShowing(w, showsTrouble);
    w.afterCommit(announceWritten);
    return true;
  });

/** A hold behind which nothing waits any more holds nothing: what waited was dropped, or set aside for its own sake. */
export async function liftIdleHolds(ctx: Ctx): Promise<void> {
  for (const scope of await idleHolds(ctx.db, new Date())) await liftHold(ctx, scope);
}

/** A process that starts may have been given what was missing: it looks at once. */
export const lookAtHolds = async (ctx: Pick<Ctx, 'db'>): Promise<void> => void (await lookNow(ctx.db, new Date()));
