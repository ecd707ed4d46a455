import type { Ctx } from '../../db/ctx.ts';
import { giveReason } from '../../deploy/give-reason.ts';
import { pause, resume } from '../../deploy/pause.ts';
import { readOrder } from '../../deploy/read-orders.ts';
import { readServing, type ServingState } from '../../deploy/read-serving.ts';
import { rollBack } from '../../deploy/roll-back.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readPersons } from '../../people/read-persons.ts';
import { readModels, unknownModel } from '../../registry/read-model.ts';
import { relationToModel } from '../../registry/relation-to-model.ts';
import { may } from '../../shared/access.ts';
import { isLeewayError } from '../../shared/errors.ts';
import { sayClock } from '../../shared/period.ts';
import type { DecisionVerbs, Place } from '../decision-verbs.ts';
import type { ServingChange, ServingView } from '../views/serving.ts';

type DeployVerbs = Pick<DecisionVerbs, 'serving' | 'rollBack' | 'pause' | 'resume' | 'giveReason' | 'servingChange'>;

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
    const done = `Version ${toVersion} of ${await titleOf(ctx, input.modelId)} serves in ${input.environment} again`;
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
  async servingChange(ctx, data) {
    const place = { modelId: data['modelId'] ?? '', environment: data['environment'] ?? 'production' };
    const title = await titleOf(ctx, place.modelId);
    const view = await servingNow(ctx, place, title);
    const order = data['orderId'] ? await readOrder(ctx, data['orderId']) : undefined;
    const why = data['change'] === 'paused' ? await pauseReason(ctx, place) : order?.reason;
    return {
      what: whatChanged(data['change'] ?? '', {
        title,
        ...place,
        version: order?.version ?? view.version,
        from: order?.fromVersion ?? null,
      }),
      by: await whoDid(ctx, data),
      ...(why ? { why } : {}),
      ...(data['why'] ? { why: data['why'] } : {}),
      byRule: data['ruleId'] !== undefined,
      place: { ...view, mayRollBack: true, mayPause: true },
    } satisfies ServingChange;
  },
};

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
    since: paused && pauseReason ? `${since}: ${pauseReason}` : since,
    mayRollBack: may(ctx.actor, 'deploy.rollback', relation),
    mayPause: may(ctx.actor, 'deploy.pause', relation),
  };
}

/** A place of which nothing serves any more is said so, and has no buttons. */
async function servingNow(ctx: Ctx, { modelId, environment }: Place, modelName: string): Promise<ServingView> {
  try {
    return await servingView(ctx, await readServing(ctx, modelId, environment), modelName);
  } catch (error) {
    if (!isLeewayError(error, 'not-found')) throw error;
    const gone = { version: null, fallback: null, paused: false, since: '', mayRollBack: false, mayPause: false };
    return { modelId, modelName, environment, ...gone };
  }
}

const pauseReason = async (ctx: Ctx, { modelId, environment }: Place): Promise<string | null> =>
  (await readServing(ctx, modelId, environment)).pauseReason;

interface Changed {
  title: string;
  environment: string;
  version: number | null;
  from: number | null;
}
function whatChanged(change: string, { title, environment, version, from }: Changed): string {
  const which = version === null ? title : `Version ${version} of ${title}`;
  switch (change) {
    case 'rolled-back':
      return `${which} is back in ${environment}${from === null ? '' : `, in place of version ${from}`}`;
    case 'rollback-failed':
      return `Going back to version ${version ?? '?'} of ${title} in ${environment} FAILED on the way`;
    case 'paused':
      return `${title} is PAUSED in ${environment}`;
    case 'resumed':
      return `${which} serves in ${environment} again`;
    case 'undone':
      return `What the standing rule did to ${title} in ${environment} was undone`;
    case 'rule-held-back':
      return `A standing rule of ${title} in ${environment} should have acted, and could not`;
    default:
      return `What serves of ${title} in ${environment} has changed`;
  }
}

async function whoDid(ctx: Ctx, data: Record<string, string>): Promise<string> {
  const { personId, ruleId } = data;
  if (personId)
    return `${(await readPersons(ctx, [personId])).get(personId)?.name ?? personId} did it; nobody else had to agree.`;
  return ruleId ? 'A standing rule did it, as people had agreed beforehand.' : 'Leeway did it.';
}

const zoneOf = async (ctx: Ctx): Promise<string> => (await readOrganisation(ctx))?.zone ?? 'utc';
