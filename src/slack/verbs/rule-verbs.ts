import { requestStandingRule, sayRule } from '../../approvals/request-standing-rule.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readStandingRules, retireStandingRule } from '../../deploy/put-standing-rule.ts';
import { readRuleLooks, type RuleLooks } from '../../deploy/read-rule-looks.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readModels, unknownModel } from '../../registry/read-model.ts';
import { relationToModel } from '../../registry/relation-to-model.ts';
import { may } from '../../shared/access.ts';
import { LeewayError } from '../../shared/errors.ts';
import { dayIn, sayDayYear, sayPeriod } from '../../shared/period.ts';
import { addDays } from '../../shared/period.ts';
import type { FilledRule, RuleVerbs } from '../rule-verbs.ts';
import { guardsOf, hasUsualRange, inPercent, type Guard } from './rule-guards.ts';

const usualPlace = 'production';

export const ruleVerbs: RuleVerbs = {
  async standingRules(ctx, { modelId }) {
    const model = await modelOf(ctx, modelId);
    const rules = await readStandingRules(ctx, modelId);
    const looks = await readRuleLooks(
      ctx,
      rules.map((one) => one.id),
    );
    const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
    const relation = await relationToModel(ctx, modelId);
    return {
      modelId,
      modelName: model.title,
      rules: rules.map(({ id, requestId, spec, environment, since }) => ({
        ruleId: id,
        requestId,
        sentence: sayRule(spec, model.title, environment),
        done: `In force since ${sayDayYear(dayIn(zone, since))}. ${sayLooks(looks.get(id), spec.grain)}`,
      })),
      mayAsk: may(ctx.actor, 'approvals.request', relation),
      mayRetire: may(ctx.actor, 'deploy.rollback', relation),
    };
  },
  async ruleForm(ctx, { modelId }) {
    const model = await modelOf(ctx, modelId);
    const { guards, hasDays } = await guardsOf(ctx, modelId);
    const environments = [...new Set([usualPlace, ...model.running.map((one) => one.environment)])];
    const usual = guards.filter(hasUsualRange).map((one) => one.name);
    return {
      modelId,
      modelName: model.title,
      environments,
      guards: guards.map(({ value, name, unit }) => ({ label: unit ? `${name} (${unit})` : name, value })),
      usualOf: usual.slice(0, 8).join(', '),
      hasDays,
    };
  },
  async askForRule(ctx, filled) {
    const { guards } = await guardsOf(ctx, filled.modelId);
    const guard = guards.find((one) => one.value === filled.guard);
    if (!guard) throw new LeewayError('invalid', 'Nobody measures this of the model.', { field: 'guard' });
    const { modelId, environment, is, grain, inARow, act, reason } = filled;
    const limit = limitOf(filled, guard);
    const spec = { guard: { measure: guard.measure, about: guard.about, is, limit }, grain, inARow, act };
    const { number, state } = await requestStandingRule(ctx, { modelId, environment, spec, reason });
    return { number, state };
  },
  retireRule: retireStandingRule,
};

/** What was typed, a share of 100 as a share of 1; nothing typed is the usual range, where there is one. */
function limitOf({ limit, grain }: FilledRule, guard: Guard): number | 'usual-range' {
  if (limit !== undefined) return inPercent(guard) ? Number((limit / 100).toPrecision(12)) : limit;
  if (!hasUsualRange(guard))
    throw new LeewayError('invalid', `No usual range is known of this (${guard.name}): give a number.`, { field: 'limit' });
  if (grain === 'day')
    throw new LeewayError('invalid', 'The usual range is known by weeks only: give a number, or choose weeks.', {
      field: 'limit',
    });
  return 'usual-range';
}

function sayLooks(looks: RuleLooks | undefined, grain: 'day' | 'week'): string {
  if (!looks) return 'It has looked at nothing yet.';
  const period = (start: string) => sayPeriod({ grain, start, end: addDays(start, grain === 'day' ? 1 : 7) });
  const count = `${looks.looks} ${grain}${looks.looks === 1 ? '' : 's'}, the last ${period(looks.lastWindow)}`;
  const failed = looks.failed === 0 ? 'its guard held each time' : `its guard failed in ${looks.failed} of them`;
  const [last, ...before] = looks.actedOn;
  const acted = last
    ? `It acted on ${period(last)}${before.length > 0 ? ` and ${before.length} more before` : ''}.`
    : 'It has not acted.';
  return `It looked at ${count}: ${failed}. ${acted}`;
}

async function modelOf(ctx: Ctx, modelId: string) {
  const model = (await readModels(ctx, [modelId])).get(modelId);
  if (!model) throw await unknownModel(ctx, modelId);
  return model;
}
