import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { endRequest } from './end-request.ts';
import { openNext } from './open-next.ts';
import { reading } from './open-request.ts';
import { lockRequest } from './request-store.ts';

/** Ends a request whose time has run out; false when it has not, or when it was decided. */
export const settleExpired = (ctx: Ctx, requestId: string): Promise<boolean> =>
  write(reading(ctx), async (w) => {
    const row = await lockRequest(w.db, requestId);
    if (row?.state !== 'open' || w.now < row.expiresAt) return false;
    await endRequest(w, row, { state: 'expired', outcome: 'Not enough people decided in time.' });
    await openNext(w, row.subjectKey);
    return true;
  });
