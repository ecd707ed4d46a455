import type { Ctx } from '../../db/ctx.ts';
import { isUnfollowed } from '../../deploy/is-unfollowed.ts';
import { giveReason } from '../../deploy/give-reason.ts';
import { pause, resume } from '../../deploy/pause.ts';
import { readServing, type ServingState } from '../../deploy/read-serving.ts';
import type { ServingChange as ServingTold } from '../../deploy/announce.ts';
import { ruleNames, sayFailure, type RuleNames } from '../../approvals/say-rule.ts';
import { readServingChange, type ServingChangeView } from '../../deploy/read-serving-change.ts';
import { undoAct } from '../../deploy/undo-act.ts';
import { rollBack } from '../../deploy/roll-back.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readPersons } from '../../people/read-persons.ts';
import { readModels, unknownModel } from '../../registry/read-model.ts';
import { relationToModel } from '../../registry/relation-to-model.ts';
import { may } from '../../shared/access.ts';
import { sayClock } from '../../shared/period.ts';
import type { DecisionVerbs } from '../decision-verbs.ts';
import { failedText } from '../views/failed-order.ts';
import { capital } from '../views/request-words.ts';
import type { Became } from '../../deploy/what-became.ts';
import type { ServingChange, ServingView } from '../views/serving.ts';

type DeployVerbs = Pick<DecisionVerbs, 'serving' | 'rollBack' | 'pause' | 'resume' | 'giveReason' | 'undoRule' | 'servingChange'>;

const maxPlaces = 10;

export const deployVerbs: DeployVerbs = {
  async serving(ctx, { modelId, environment }) {
    const model = (await readModels(ctx, [modelId])).get(modelId);
    if (!model) throw await unknownModel(ctx, modelId);
    const environments = environment ? [environment] : model.running.map((one) => one.environment);
    const places = await Promise.all([...new Set(environments)].slice(0, maxPlaces).map((one) => readServing(ctx, modelId, one)));
    return Promise.all(places.map((one) => servingView(ctx, one, model.title)));
  },
  async rollBack(ctx, input) {
    const { orderId, toVersion } = await rollBack(ctx, input);
    const { paused } = await readServing(ctx, input.modelId, input.environment);
    const back = `Version ${toVersion} of ${await titleOf(ctx, input.modelId)}`;
    const done = paused
      ? `${back} is back in ${input.environment}, which is still PAUSED`
      : `${back} serves in ${input.environment} again`;
    return { done, modelId: input.modelId, environment: input.environment, orderId };
  },
  async pause(ctx, place) {
    const { changed } = await pause(ctx, place);
    const words = `${await titleOf(ctx, place.modelId)} is ${changed ? '' : 'already '}paused in ${place.environment}`;
    return { done: words, ...place };
  },
  async resume(ctx, place) {
    const { changed } = await resume(ctx, place);
    return {
      done: `${await titleOf(ctx, place.modelId)} ${changed ? 'serves' : 'was not paused'} in ${place.environment}`,
      ...place,
    };
  },
  async giveReason(ctx, { orderId, words, ...place }) {
    await giveReason(ctx, orderId ? { orderId, words } : { ...place, words });
  },
  async undoRule(ctx, input) {
    await undoAct(ctx, input);
  },
  async servingChange(ctx, data) {
    const told = await readServingChange(ctx, data as unknown as ServingTold);
    const { serving, version, order, rule, undo } = told;
    const view = await servingView(ctx, serving, told.modelTitle);
    return {
      what: whatChanged(told.change, {
        title: told.modelTitle,
        environment: told.environment,
        version,
        from: order?.fromVersion ?? null,
        paused: serving.paused && !told.became,
        over: told.became !== null,
      }),
      by: whoDid(told, await ruleNames(ctx, told.modelId)),
      why: told.why ?? told.reason,
      // Nobody is asked why of a rule, nor of what failed.
      byRule: rule !== null || told.change === 'rule-retired' || told.change === 'rollback-failed',
      ...(undo ? { undo } : {}),
      since: told.became && sayBecame(told.became),
      // Everybody reads it: whoever may not is told so when they press.
      place: { ...view, mayRollBack: true, mayPause: true },
    } satisfies ServingChange;
  },
};

/** `Version 3 took its place.`: what a message that holds no longer ends with. */
export function sayBecame(became: Became): string {
  if (became.kind === 'version') return `Version ${became.version} took its place.`;
  return became.kind === 'paused' ? 'It was PAUSED.' : 'It was resumed.';
}

const titleOf = async (ctx: Ctx, modelId: string): Promise<string> =>
  (await readModels(ctx, [modelId])).get(modelId)?.title ?? modelId;

async function servingView(ctx: Ctx, state: ServingState, modelName: string): Promise<ServingView> {
  const { modelId, environment, version, fallback, paused, changedAt, changedById, pauseReason } = state;
  const relation = await relationToModel(ctx, modelId);
  const zone = await zoneOf(ctx);
  const by = changedById ? (await readPersons(ctx, [changedById])).get(changedById)?.name : undefined;
  const since = [changedAt ? `since ${sayClock(changedAt, zone)}` : '', by ? `by ${by}` : ''].filter(Boolean).join(', ');
  return {
    modelId,
    modelName,
    environment,
    version,
    fallback,
    paused,
    unfollowed: await isUnfollowed(ctx, { modelId, environment, version }),
    since: paused && pauseReason ? `${since}: ${pauseReason}` : since,
    mayRollBack: may(ctx.actor, 'deploy.rollback', relation),
    mayPause: may(ctx.actor, 'deploy.pause', relation),
    mayAskRule: may(ctx.actor, 'approvals.request', relation),
  };
}

interface Changed {
  title: string;
  environment: string;
  version: number | null;
  from: number | null;
  paused: boolean;
  /** It does not hold any more. */
  over: boolean;
}
function whatChanged(change: string, { title, environment, version, from, paused, over }: Changed): string {
  const which = version === null ? title : `Version ${version} of ${title}`;
  switch (change) {
    case 'rolled-back':
      return `${which} ${over ? 'came' : 'is'} back in ${environment}${from === null ? '' : `, in place of version ${from}`}${paused ? ', and PAUSED' : ''}`;
    case 'rollback-failed':
      return `Going back to version ${version ?? '?'} of ${title} in ${environment} FAILED on the way`;
    case 'paused':
      return `${title} ${over ? 'was paused' : 'is PAUSED'} in ${environment}`;
    case 'resumed':
      return `${which} ${over ? 'served' : 'serves'} in ${environment} again`;
    case 'undone':
      return `${which} ${over ? 'served' : 'serves'} in ${environment} again: what a standing rule did was undone`;
    case 'rule-held-back':
      return `A standing rule of ${title} in ${environment} should have acted, and could not`;
    case 'rule-retired':
      return `A standing rule of ${title} in ${environment} was retired: it does nothing by itself any more`;
    case 'rule-abstains':
      return `A standing rule of ${title} in ${environment} cannot look at ${version === null ? 'what serves' : `version ${version}`}`;
    default:
      return `What serves of ${title} in ${environment} has changed`;
  }
}

function whoDid({ change, by, rule, order, serving }: ServingChangeView, names: RuleNames): string {
  if (change === 'rollback-failed')
    return `${order ? notBackText(order) : ''}Systems that ask Leeway are told version ${serving.version ?? '?'} all the same; look whether it runs.`;
  if (change === 'rule-abstains') return 'It does nothing until it can.';
  if (by) return `${by.name} did it; nobody else had to agree.`;
  if (!rule) return 'Leeway did it.';
  const failure = sayFailure(rule.spec, rule.facts, names);
  if (change === 'rule-held-back') return failure ? `${capital(failure)}. Nothing was changed.` : 'Nothing was changed.';
  return `A standing rule did it, as people had agreed beforehand${failure ? `: ${failure}` : ''}.`;
}

/** A failure's raw text stands in the card's thread and in the record; that nothing was heard is Leeway's own sentence. */
const notBackText = ({ state, deployer, startedAt, outcome }: NonNullable<ServingChangeView['order']>): string =>
  state === 'failed' ? `${failedText({ deployer, taken: startedAt !== null })} ` : outcome ? `${withoutStop(outcome)}. ` : '';

const withoutStop = (text: string): string => text.replace(/[.\s]+$/, '');

const zoneOf = async (ctx: Ctx): Promise<string> => (await readOrganisation(ctx))?.zone ?? 'utc';
