import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { enqueue } from '../queue/enqueue.ts';
import { updateClaimed } from './claimed-store.ts';
import type { OutboxRow } from './store.ts';

const maxErrorChars = 1000;

/**
 * Sets a claimed message aside that can never go as it is; those behind it go on. `tell`: the operators hear of it, which
 * is once for many of one cause; whoever said it hears in any case. False when another process has the message meanwhile.
 */
export const parkMessage = (
  ctx: Ctx,
  row: OutboxRow,
  { why, cause, tell }: { why: string; cause: string; tell: boolean },
): Promise<boolean> =>
  write(ctx, async (w) => {
    const ended = { state: 'parked', claimedAt: null, claimedBy: null, cause, lastError: why.slice(0, maxErrorChars) } as const;
    if (!(await updateClaimed(w.db, row, ended))) return false;
    if (tell) await enqueue(w, 'outbox-trouble', { cause });
    if (row.saidBy && row.destination !== `person:${row.saidBy}`) await enqueue(w, 'outbox-trouble', { message: row.id });
    return true;
  });
