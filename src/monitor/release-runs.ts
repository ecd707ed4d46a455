import type { Ctx } from '../db/ctx.ts';
import { failRunning } from './run-store.ts';

/**
 * For a process that has the database to itself and has only begun: a look that is in hand was a dead one's. Its job begins
 * it again.
 */
export const releaseRuns = (ctx: Pick<Ctx, 'db' | 'now'>): Promise<number> =>
  failRunning(ctx.db, { reason: 'Leeway was stopped in the middle of it.', finishedAt: ctx.now });
