import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readFacts, readRunFacts } from '../facts/read-facts.ts';
import { readMonitors } from '../monitor/read-monitors.ts';
import { isLeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { announce } from './announce.ts';
import { isAboutRows, subjectOf, whyUnseen, type Seen } from './guarded-figure.ts';
import { lockPlace } from './order-store.ts';
import { putPaused } from './pause.ts';
import { readStandingRules, type StandingRule } from './put-standing-rule.ts';
import { goTo, wayBack } from './roll-back.ts';
import { insertObservation, markActed, selectObservations, selectRun } from './rule-store.ts';
import { placeOf } from './schemas.ts';
import { failsInARow, judgeGuard, type Judged } from './standing-rule.ts';
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
  const actor = { kind: 'system' as const, id: `rule:${rule.id}`, name: 'Leeway (standing rule)' };
  await write({ ...ctx, actor }, async (w) => {
    await lockPlace(w.db, rule);
    const [serves] = await selectServing(w.db, [placeOf(rule)]);
    if (!serves || serves.version === null) return;
    const seen = { serves: serves.version, lookedAt: run.version };
    const judged = await judge(w, rule, runId, seen);
    if (!judged) return isOld(ctx, run) ? undefined : sayUnseen(w, rule, seen);
    const window = { ruleId: rule.id, windowStart: run.periodStart };
    if (!(await insertObservation(w.db, { ...window, ...judged, at: w.now }))) return;
    if (judged.held) return;
    const observed = await ofVersion(w, rule, seen.serves);
    if (observed[0]?.windowStart !== run.periodStart || isOld(ctx, run) || !failsInARow(rule.spec, observed)) return;
    if (rule.spec.act === 'pause' && serves.paused) return;
    await act(w, rule, run.periodStart, judged.factIds);
  });
}

/** What was observed of the version that serves: what another did before it is not held against this one. Newest first. */
async function ofVersion(w: WriteCtx, rule: StandingRule, version: number) {
  const observed = await selectObservations(w.db, rule.id, maxObservations);
  if (isAboutRows(rule.spec.guard)) return observed;
  const facts = new Map(
    (
      await readFacts(
        w,
        observed.flatMap((one) => one.factIds),
      )
    ).map((fact) => [fact.id, fact.version]),
  );
  return observed.filter((one) => one.factIds.every((id) => facts.get(id) === version));
}

async function judge(w: WriteCtx, { spec }: StandingRule, runId: string, seen: Seen): Promise<Judged | undefined> {
  const about = subjectOf(spec.guard, seen);
  if (about === undefined) return undefined;
  const { measure } = spec.guard;
  const facts = await readRunFacts(w, runId, [measure, 'limit-low', 'limit-high'], { measure, about: [about] });
  return judgeGuard({ ...spec, guard: { ...spec.guard, about } }, facts);
}

/** A rule that cannot see is no guard: people hear of it, once for a version. */
async function sayUnseen(w: WriteCtx, rule: StandingRule, seen: Seen): Promise<void> {
  const [monitor] = await readMonitors(w, [rule.modelId]);
  const why = monitor && whyUnseen(rule.spec.guard, seen, monitor.spec);
  if (why === undefined) return;
  const place = placeOf(rule);
  await announce(w, { ...place, change: 'rule-abstains', actId: `${rule.id} version ${seen.serves}`, why });
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
