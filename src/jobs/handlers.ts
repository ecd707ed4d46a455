import { lookAtContact } from '../contact/look-at-contact.ts';
import { orderDone } from '../approvals/order-done.ts';
import { refreshRequestsOf } from '../approvals/refresh-requests.ts';
import type { Ctx } from '../db/ctx.ts';
import type { ServingChange } from '../deploy/announce.ts';
import { checkStandingRules } from '../deploy/check-standing-rules.ts';
import { deploy } from '../deploy/deploy.ts';
import type { Deployers } from '../deploy/deployer.ts';
import { lookByRule } from '../deploy/look-by-rule.ts';
import { settleOverdue } from '../deploy/settle-overdue.ts';
import { composeDigest } from '../digest/compose-digest.ts';
import { noteFailedTry, tellLateDigest } from '../digest/late-digest.ts';
import { anchorAudit } from '../evidence/anchor-audit.ts';
import type { Engine } from '../engines/engine.ts';
import type { LanguageModel } from '../llm/language-model.ts';
import { backfillWeek } from '../monitor/backfill.ts';
import { lookAtHours } from '../monitor/look-at-hours.ts';
import { followRepair } from '../feedback/follow-repair.ts';
import { followRequest } from '../feedback/follow-request.ts';
import { gatherEvidence } from '../feedback/gather-evidence.ts';
import { settleLateRun } from '../monitor/settle-late-run.ts';
import { runMonitor, type RunInput, type RunOutcome } from '../monitor/run-monitor.ts';
import { remindReviews } from '../registry/remind-reviews.ts';
import { announcePoliciesToAudiences } from './announce-policies.ts';
import { announceRelease } from './announce-release.ts';
import { announceServing } from './announce-serving.ts';
import { triesOf } from '../queue/queue.ts';
import { cardDue } from './card-due.ts';
import { planAfterPromotion } from '../sampling/plan-round.ts';
import { reached } from '../shared/steps.ts';
import { tellOfTrouble } from './tell-of-trouble.ts';
import { sampleRound } from './sample-round.ts';
import { warnEndingTokens } from './warn-ending-tokens.ts';
import { validateVersion } from '../validation/validate-version.ts';
import type { Handlers } from './worker.ts';

export interface HandlerDeps {
  /** A context of the named job at this instant of domain time. */
  ctx: (job: string) => Ctx;
  engine: Engine;
  deployers: Deployers;
  /** Words digests where it may; undefined: the templates do. */
  languageModel?: LanguageModel | undefined;
  handleSlackEvent: (key: string) => Promise<void>;
  /** Hears of each look how it ended and how long it took. */
  ran?: (run: { grain: string; outcome: string; seconds: number }) => void;
  /** Carries out a change of leeway.yml that was agreed to. */
  applyApproved: (ctx: Ctx, request: { requestId: string }) => Promise<{ done: boolean; outcome: string }>;
}

/** What each queue's jobs do. */
export const createHandlers = ({
  ctx,
  engine,
  deployers,
  handleSlackEvent,
  applyApproved,
  languageModel,
  ran,
}: HandlerDeps): Handlers => ({
  'monitor-run': async (input) => void (await look({ ctx: ctx('monitor-run'), engine, ran }, input)),
  backfill: async (input, { attempt }) => {
    const at = ctx('backfill');
    const isLastTry = attempt >= triesOf('backfill');
    await backfillWeek(at, (window) => look({ ctx: at, engine, ran }, window), { ...input, isLastTry });
  },
  'compose-digest': async (input) => {
    reached('digest-taken', input.audienceId);
    const at = ctx('compose-digest');
    try {
      await composeDigest(at, input, { languageModel });
    } catch (error) {
      await noteFailedTry(at, input, error);
      throw error;
    }
  },
  'run-late': (input) => settleLateRun(ctx('run-late'), input),
  'digest-late': (input) => tellLateDigest(ctx('digest-late'), input),
  'reviews-due': async (input) => {
    await remindReviews(ctx('reviews'), input);
    await warnEndingTokens(ctx('tokens'));
  },
  'contact-due': async (input) => void (await lookAtContact(ctx('contact'), input)),
  anchor: async (input) => void (await anchorAudit(ctx('anchor'), input)),
  deploy: (input) => deploy(ctx('deploy'), deployers, input),
  'order-overdue': (input) => settleOverdue(ctx('order-overdue'), input),
  'order-done': (input) => orderDone(ctx('order-done'), input),
  'request-moved': (input) => followRequest(ctx('request-moved'), input),
  'matter-ended': (input) => followRepair(ctx('matter-ended'), input),
  'gather-evidence': (input) => gatherEvidence(ctx('gather-evidence'), input),
  'card-due': (input) => cardDue(ctx('card-due'), input),
  'announce-release': async (input) => {
    await announceRelease(ctx('announce-release'), input);
    await planAfterPromotion(ctx('announce-release'), input);
  },
  'sample-round': (input) => sampleRound(ctx('sampling'), engine, input),
  'announce-policies': (input) => announcePoliciesToAudiences(ctx('announce-policies'), input),
  'run-published': (input) => checkStandingRules(ctx('standing-rules'), input),
  'rule-look': (input) => {
    const at = ctx('standing-rules');
    return lookByRule(at, (asked) => lookAtHours(at, engine, asked), input);
  },
  'serving-changed': (input) => announceServing(ctx('serving-changed'), input as ServingChange),
  'outbox-trouble': (about) => tellOfTrouble(ctx('outbox-trouble'), about),
  'slack-event': ({ key }) => handleSlackEvent(key),
  'apply-configuration': async (input) => void (await applyApproved(ctx('apply'), input)),
  'tests-settled': (input) => refreshRequestsOf(ctx('tests-settled'), input),
  'validate-version': async (input) => {
    await validateVersion(ctx('validate-version'), engine, input);
    await refreshRequestsOf(ctx('validate-version'), input);
  },
});

/** One look, counted and logged. */
async function look(
  { ctx, engine, ran }: { ctx: Ctx; engine: Engine; ran: HandlerDeps['ran'] },
  input: RunInput,
): Promise<RunOutcome> {
  const began = performance.now();
  const outcome = await runMonitor(ctx, engine, input);
  ran?.({ grain: input.grain, outcome: outcome.state, seconds: (performance.now() - began) / 1000 });
  if (outcome.state === 'failed' || outcome.state === 'abstained')
    ctx.log.warn({ code: 'window-not-checked', ...input, reason: outcome.reason }, 'a window was not checked');
  return outcome;
}
