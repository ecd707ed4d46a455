import type { Ctx } from '../db/ctx.ts';
import type { Period } from '../shared/period.ts';
import { claimRun, type RunRow } from './run-store.ts';

/**
 * A claim older than this was left by a process that died. Shorter than the queue lets a job run, so that the job's next try
 * does not find the dead one's claim still good. Domain time: the sandbox moves it in days.
 */
const staleClaimMs = 10 * 60_000;

/** Takes a window of a model; undefined where it is published already, or another process has it in hand. */
export const claimWindow = (
  ctx: Pick<Ctx, 'db' | 'now'>,
  { modelId, version }: { modelId: string; version: number },
  period: Period,
): Promise<RunRow | undefined> =>
  claimRun(
    ctx.db,
    {
      modelId,
      version,
      grain: period.grain,
      periodStart: period.start,
      periodEnd: period.end,
      state: 'running',
      startedAt: ctx.now,
    },
    new Date(ctx.now.getTime() - staleClaimMs),
  );
