import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readRunFacts } from '../facts/read-facts.ts';
import { isLeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { announce } from './announce.ts';
import { lockPlace } from './order-store.ts';
import { putPaused } from './pause.ts';
import { readStandingRules, type StandingRule } from './put-standing-rule.ts';
import { goTo, wayBack } from './roll-back.ts';
import { insertObservation, markActed, selectObservations, selectRun } from './rule-store.ts';
import { placeOf } from './schemas.ts';
import { failsInARow, judgeGuard } from './standing-rule.ts';
import { selectServing } from './serving-store.ts';

type Run = NonNullable<Awaited<ReturnType<typeof selectRun>>>;

/** Windows back that a row of failures can reach; the most that a rule may ask for. */
const maxObservations = 12;
/** A look at a window that ended longer ago is history told again, and nothing is done about it. */
const maxAgeWindows = 3;

/** What people agreed on beforehand, held against a look that was just published. A window counts once; only the system does this. */
export async function checkStandingRules(ctx: Ctx, { runId, modelId }: { runId: string; modelId: string }): Promise<void> {
  const rules = await readStandingRules(ctx, modelId);
  if (rules.length === 0) return;
  const run = await selectRun(ctx.db, runId);
  if (run?.state !== 'published') return;
  for (const rule of rules) if (rule.spec.grain === run.grain) await observe(ctx, rule, runId, run);
}

async function observe(ctx: Ctx, rule: StandingRule, runId: string, run: Run): Promise<void> {
  const { measure } = rule.spec.guard;
  const facts = await readRunFacts(ctx, runId, [measure, 'limit-low', 'limit-high'], { measure, about: [rule.spec.guard.about] });
  const actor = { kind: 'system' as const, id: `rule:${rule.id}`, name: 'Leeway (standing rule)' };
  await write({ ...ctx, actor }, async (w) => {
    await lockPlace(w.db, rule);
    const [serves] = await selectServing(w.db, [placeOf(rule)]);
    // A figure about another version than the one that serves there says nothing about that one.
    if (serves?.version !== run.version) return;
    const judged = judgeGuard(rule.spec, facts as Fact[]);
    if (!judged) return;
    const window = { ruleId: rule.id, windowStart: run.periodStart };
    if (!(await insertObservation(w.db, { ...window, ...judged, at: w.now }))) return;
    const seen = await selectObservations(w.db, rule.id, maxObservations);
    if (seen[0]?.windowStart !== run.periodStart || isOld(ctx, run) || !failsInARow(rule.spec, seen)) return;
    if (rule.spec.act === 'pause' && serves.paused) return;
    await act(w, rule, run.periodStart, judged.factIds);
  });
}

const isOld = (ctx: Ctx, { grain, periodEnd }: Run): boolean =>
  addDays(periodEnd, (grain === 'day' ? 1 : 7) * maxAgeWindows) < dayIn('utc', ctx.now);

/** Does what the rule says; where it cannot, people are told that it could not, and why. */
async function act(w: WriteCtx, rule: StandingRule, windowStart: string, factIds: string[]): Promise<void> {
  const place = placeOf(rule);
  const by = { ...place, ruleId: rule.id, windowStart };
  const note = (detail: object) =>
    w.audit({
      verb: 'deploy.act-by-rule',
      subject: `model:${rule.modelId}`,
      detail: {
        rule: rule.id,
        request: rule.requestId,
        act: rule.spec.act,
        environment: rule.environment,
        windowStart,
        facts: factIds,
        ...detail,
      },
    });
  if (rule.spec.act === 'pause') {
    const actId = newId();
    await markActed(w.db, rule.id, windowStart, actId);
    note({});
    await putPaused(w, place, true);
    await announce(w, { ...by, change: 'paused', actId });
    return;
  }
  const target = await wayBack(w, place).catch((error: unknown) => {
    if (!isLeewayError(error)) throw error;
    return error.message;
  });
  if (typeof target === 'string') {
    note({ heldBack: target });
    await announce(w, { ...by, change: 'rule-held-back', actId: `${rule.id} ${windowStart}`, why: target });
    return;
  }
  note({ to: target });
  const { orderId } = await goTo(w, place, { version: target, fallback: null, requestId: rule.requestId });
  await markActed(w.db, rule.id, windowStart, orderId);
  await announce(w, { ...by, change: 'rolled-back', actId: orderId, orderId });
}
