import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { recordFacts } from '../facts/record-facts.ts';
import { hoursKey, type HoursAsked, type HoursSeen } from '../monitor/look-at-hours.ts';
import { readModels } from '../registry/read-model.ts';
import type { Fact } from '../shared/fact.ts';
import type { Day } from '../shared/period.ts';
import { actIfDue, ruleActor } from './act-by-rule.ts';
import { lockPlace } from './order-store.ts';
import { readStandingRule, type StandingRule } from './put-standing-rule.ts';
import { insertObservation } from './rule-store.ts';
import { sayBlind, sayUnseen } from './say-unseen.ts';
import { placeOf } from './schemas.ts';
import { selectServing } from './serving-store.ts';
import { judgeGuard } from './standing-rule.ts';

/** Counts hours, outside of any transaction. */
export type LookAtHours = (asked: HoursAsked) => Promise<HoursSeen>;

export interface RuleLook {
  ruleId: string;
  /** The window: its day by the data's own clock, and its first hour. */
  day: Day;
  from: number;
  /** When the look was due, as an instant. */
  dueAt: string;
}

/** A look that comes later, because nothing ran meanwhile, is let go: it says nothing of what serves now. */
const maxLateMs = 24 * 3_600_000;

/**
 * Holds the guard of a rule on hours against one window, and does what people agreed on if it has failed often enough. A
 * window counts once; where nothing could be seen it counts for neither side. Only the system does this.
 */
export async function lookByRule(ctx: Ctx, look: LookAtHours, { ruleId, day, from, dueAt }: RuleLook): Promise<void> {
  const rule = await readStandingRule(ctx, ruleId);
  if (rule?.spec.hours === undefined || ctx.now.getTime() - Date.parse(dueAt) > maxLateMs) return;
  const { modelId, spec } = rule;
  const hours = { from, until: from + rule.spec.hours };
  const version = await servedBy(ctx, rule);
  if (version === null) return;
  const inProduction = (await readModels(ctx, [modelId])).get(modelId)?.servingVersion ?? version;
  const missingIn = spec.guard.measure === 'missing-share' ? { missingIn: spec.guard.about } : {};
  const seen = await look({ modelId, version, day, hours, ...missingIn });
  await write({ ...ctx, actor: ruleActor(rule) }, async (w) => {
    await lockPlace(w.db, rule);
    const serves = await servedBy(w, rule);
    if (serves !== version) return;
    if (await sayUnseen(w, rule, { serves, lookedAt: inProduction })) return;
    await observe(w, rule, { version, windowStart: hoursKey(day, hours), seen });
  });
}

async function observe(
  w: WriteCtx,
  rule: StandingRule,
  { version, windowStart, seen }: { version: number; windowStart: string; seen: HoursSeen },
): Promise<void> {
  const facts = 'facts' in seen ? seen.facts.filter(restedOn(rule)) : [];
  const judged = judgeGuard(rule.spec, facts);
  const why = 'why' in seen ? seen.why : judged ? null : 'What it watches could not be measured in this window.';
  const factIds = judged?.factIds ?? [];
  const held = judged?.held ?? null;
  if (!(await insertObservation(w.db, { ruleId: rule.id, windowStart, held, why, factIds, at: w.now }))) return;
  await recordFacts(w, facts);
  w.audit({
    verb: 'deploy.look-by-rule',
    subject: `model:${rule.modelId}`,
    detail: { rule: rule.id, environment: rule.environment, version, windowStart, held, why, facts: facts.map((one) => one.id) },
  });
  if (why !== null) await sayBlind(w, rule, why);
  if (judged?.held === false) await actIfDue(w, rule, version, { windowStart, factIds });
}

/** What is kept of a window: the figure that is watched, and how many rows it rests on. */
const restedOn =
  ({ spec: { guard } }: StandingRule) =>
  ({ measure, about }: Fact): boolean =>
    (measure === guard.measure && about === guard.about) || measure === 'rows' || measure === 'labelled';

async function servedBy(ctx: Ctx, rule: StandingRule): Promise<number | null> {
  const [serves] = await selectServing(ctx.db, [placeOf(rule)]);
  return serves?.version ?? null;
}
