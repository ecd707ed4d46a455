import type { Ctx } from '../db/ctx.ts';
import { composeDigest } from '../digest/compose-digest.ts';
import { anchorAudit } from '../evidence/anchor-audit.ts';
import type { Engine } from '../engines/engine.ts';
import { runMonitor } from '../monitor/run-monitor.ts';
import { remindReviews } from '../registry/remind-reviews.ts';
import type { Handlers } from './worker.ts';

export interface HandlerDeps {
  /** A context of the named job at this instant of domain time. */
  ctx: (job: string) => Ctx;
  engine: Engine;
  handleSlackEvent: (key: string) => Promise<void>;
}

/** What each queue's jobs do. */
export const createHandlers = ({ ctx, engine, handleSlackEvent }: HandlerDeps): Handlers => ({
  'monitor-run': async (input) => {
    const at = ctx('monitor-run');
    const outcome = await runMonitor(at, engine, input);
    if (outcome.state === 'failed' || outcome.state === 'abstained')
      at.log.warn({ ...input, reason: outcome.reason }, 'a window was not checked');
  },
  'compose-digest': async (input) => void (await composeDigest(ctx('compose-digest'), input)),
  'reviews-due': async (input) => void (await remindReviews(ctx('reviews'), input)),
  anchor: async (input) => void (await anchorAudit(ctx('anchor'), input)),
  'slack-event': ({ key }) => handleSlackEvent(key),
});
