import type { Ctx } from '../db/ctx.ts';
import { production } from '../registry/rules.ts';
import { unknownModel } from '../registry/read-model.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectServing, type ServingState } from './serving-store.ts';

export type { ServingState } from './serving-store.ts';

const maxModels = 1_000;

/** What serving systems are answered of a model, from the database. Throws `not-found` where nothing serves. */
export async function readServing(ctx: Ctx, modelId: string, environment: string = production): Promise<ServingState> {
  const found = (await readServingOf(ctx, [modelId], environment)).get(modelId);
  if (found) return found;
  const unknown = await unknownModel(ctx, modelId);
  throw new LeewayError('not-found', `Nothing of ${modelId.slice(0, 100)} serves in ${environment.slice(0, 63)}.`, {
    field: 'modelId',
    ...(unknown.hint ? { hint: unknown.hint } : {}),
  });
}

/** The same of some models, in one statement; a model of which nothing serves there is absent. */
export async function readServingOf(
  ctx: Ctx,
  modelIds: readonly string[],
  environment: string = production,
): Promise<Map<string, ServingState>> {
  authorise(ctx.actor, 'serving.read');
  if (modelIds.length > maxModels)
    throw new LeewayError('too-large', `What serves is read of at most ${maxModels} models at once.`);
  const places = [...new Set(modelIds)].map((modelId) => ({ modelId, environment }));
  return new Map((await selectServing(ctx.db, places)).map((one) => [one.modelId, one]));
}
