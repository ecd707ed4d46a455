import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readRunFacts } from '../facts/read-facts.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { actIfDue, ruleActor } from './act-by-rule.ts';
import { subjectOf, type Seen } from './guarded-figure.ts';
import { lockPlace } from './order-store.ts';
import { readStandingRules, type StandingRule } from './put-standing-rule.ts';
import { insertObservation, selectRun } from './rule-store.ts';
import { sayUnseen } from './say-unseen.ts';
import { placeOf } from './schemas.ts';
import { judgeGuard, type Judged } from './standing-rule.ts';
import { selectServing } from './serving-store.ts';

type Run = NonNullable<Awaited<ReturnType<typeof selectRun>>>;

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
  await write({ ...ctx, actor: ruleActor(rule) }, async (w) => {
    await lockPlace(w.db, rule);
    const [serves] = await selectServing(w.db, [placeOf(rule)]);
    if (!serves || serves.version === null) return;
    const seen = { serves: serves.version, lookedAt: run.version };
    const judged = await judge(w, rule, runId, seen);
    if (!judged) {
      if (!isOld(ctx, run)) await sayUnseen(w, rule, seen);
      return;
    }
    const window = { ruleId: rule.id, windowStart: run.periodStart };
    if (!(await insertObservation(w.db, { ...window, ...judged, at: w.now }))) return;
    if (judged.held) return;
    if (!isOld(ctx, run)) await actIfDue(w, rule, seen.serves, { windowStart: run.periodStart, factIds: judged.factIds });
  });
}

async function judge(w: WriteCtx, { spec }: StandingRule, runId: string, seen: Seen): Promise<Judged | undefined> {
  const about = subjectOf(spec.guard, seen);
  if (about === undefined) return undefined;
  const { measure } = spec.guard;
  const facts = await readRunFacts(w, runId, [measure, 'limit-low', 'limit-high'], { measure, about: [about] });
  return judgeGuard({ ...spec, guard: { ...spec.guard, about } }, facts);
}

const isOld = (ctx: Ctx, { grain, periodEnd }: Run): boolean =>
  addDays(periodEnd, (grain === 'day' ? 1 : 7) * maxAgeWindows) < dayIn('utc', ctx.now);
