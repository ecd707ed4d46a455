import { requestStandingRule } from '../../approvals/request-standing-rule.ts';
import { ruleNames, sayRule } from '../../approvals/say-rule.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readStandingRules, retireStandingRule } from '../../deploy/put-standing-rule.ts';
import { readRuleLooks, type RuleLooks } from '../../deploy/read-rule-looks.ts';
import type { StandingRuleSpec } from '../../deploy/standing-rule.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readModels, unknownModel } from '../../registry/read-model.ts';
import { relationToModel } from '../../registry/relation-to-model.ts';
import { may } from '../../shared/access.ts';
import { LeewayError } from '../../shared/errors.ts';
import { addDays, dayIn, hoursOf, sayDayYear, sayPeriod } from '../../shared/period.ts';
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
    const names = await ruleNames(ctx, modelId);
    const zone = (await readOrganisation(ctx))?.zone ?? 'utc';
    const relation = await relationToModel(ctx, modelId);
    return {
      modelId,
      modelName: model.title,
      rules: rules.map(({ id, requestId, spec, environment, since }) => ({
        ruleId: id,
        requestId,
        sentence: sayRule(spec, model.title, environment, names),
        done: `In force since ${sayDayYear(dayIn(zone, since))}. ${sayLooks(looks.get(id), spec)}`,
      })),
      mayAsk: may(ctx.actor, 'approvals.request', relation),
      mayRetire: may(ctx.actor, 'deploy.rollback', relation),
    };
  },
  async ruleForm(ctx, { modelId }) {
    const model = await modelOf(ctx, modelId);
    const { guards } = await guardsOf(ctx, modelId);
    const environments = [...new Set([usualPlace, ...model.running.map((one) => one.environment)])];
    const usual = guards.filter(hasUsualRange).map((one) => one.name);
    return {
      modelId,
      modelName: model.title,
      environments,
      guards: guards.map(({ value, name, unit }) => ({ label: unit ? `${name} (${unit})` : name, value })),
      // Names may hold a comma.
      usualOf: usual.slice(0, 8).join('; '),
    };
  },
  async askForRule(ctx, filled) {
    const { guards } = await guardsOf(ctx, filled.modelId);
    const guard = guards.find((one) => one.value === filled.guard);
    if (!guard) throw new LeewayError('invalid', 'Nobody measures this of the model.', { field: 'guard' });
    const { modelId, environment, is, grain, hours, inARow, act, reason } = filled;
    if (grain === 'hour' && guard.measure === 'psi')
      throw new LeewayError('invalid', 'Hours of a day differ from one another in what goes in: choose days or weeks for it.', {
        field: 'grain',
      });
    const limit = limitOf(filled, guard);
    const spec = {
      guard: { measure: guard.measure, about: guard.about, is, limit },
      grain,
      ...(hours === undefined ? {} : { hours }),
      inARow,
      act,
    };
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
  if (grain !== 'week')
    throw new LeewayError('invalid', 'The usual range is known by weeks only: give a number, or choose weeks.', {
      field: 'limit',
    });
  return 'usual-range';
}

/** What a rule has seen and done, in two or three sentences. */
function sayLooks(looks: RuleLooks | undefined, spec: Pick<StandingRuleSpec, 'grain' | 'hours'>): string {
  if (!looks) return 'It has looked at nothing yet.';
  const period = (start: string) => sayWindow(start, spec);
  const held = looks.looks === 1 ? 'its guard held' : 'its guard held each time';
  const failed = looks.looks === 1 ? 'its guard failed' : `its guard failed in ${looks.failed} of them`;
  const [last, ...before] = looks.actedOn;
  return [
    looks.lastWindow === null
      ? ''
      : `It looked at ${count(looks.looks, spec.grain === 'hour' ? 'window' : spec.grain)}, ${looks.looks === 1 ? '' : 'the last '}${period(looks.lastWindow)}: ${looks.failed === 0 ? held : failed}.`,
    looks.unseen > 0 ? `${count(looks.unseen, 'window')} did not count; of the last one: ${looks.lastWhy}` : '',
    last ? `It acted on ${period(last)}${before.length > 0 ? ` and ${before.length} more before` : ''}.` : 'It has not acted.',
  ]
    .filter(Boolean)
    .join(' ');
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** A window by what it is known by: `4–10 June 2001`, `11 June 2001, 06:00 to 12:00`. */
function sayWindow(start: string, { grain, hours = 1 }: Pick<StandingRuleSpec, 'grain' | 'hours'>): string {
  const [day = '', hour] = start.split('T');
  if (hour !== undefined) return sayPeriod(hoursOf(day, { from: Number(hour), until: Number(hour) + hours }));
  return sayPeriod({ grain: grain === 'week' ? 'week' : 'day', start: day, end: addDays(day, grain === 'week' ? 7 : 1) });
}

async function modelOf(ctx: Ctx, modelId: string) {
  const model = (await readModels(ctx, [modelId])).get(modelId);
  if (!model) throw await unknownModel(ctx, modelId);
  return model;
}
