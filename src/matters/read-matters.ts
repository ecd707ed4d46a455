import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { matterStates, type MatterState } from '../db/schema/matters.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { selectMatters, type Matter } from './store.ts';

export type { Matter } from './store.ts';

const maxModels = 20_000;
const maxMatters = 10_000;
const notDone: MatterState[] = ['open', 'taken'];

const listInput = z.strictObject({
  /** Has it in hand or stands in for who has. */
  personId: z.string().max(63).optional(),
  modelIds: z.array(z.string().max(100)).max(1_000).optional(),
  states: z.array(z.enum(matterStates)).min(1).default(notDone),
  limit: z.number().int().min(1).max(100).default(50),
});

/** Matters that are not done (or in the states asked for), worst first; `more` says that the limit left some out. */
export async function listMatters(
  ctx: Ctx,
  input: z.input<typeof listInput> = {},
): Promise<{ matters: Matter[]; more: boolean }> {
  authorise(ctx.actor, 'matters.read');
  const { personId, modelIds, states, limit } = parseInput(listInput, input);
  if (modelIds?.length === 0) return { matters: [], more: false };
  const filter = { states, ...(personId === undefined ? {} : { personId }), ...(modelIds ? { modelIds } : {}) };
  const rows = await selectMatters(ctx.db, filter, limit + 1);
  return { matters: rows.slice(0, limit), more: rows.length > limit };
}

export async function readMatter(ctx: Ctx, id: string): Promise<Matter> {
  authorise(ctx.actor, 'matters.read');
  const wanted = parseInput(z.uuid(), id);
  const [found] = await selectMatters(ctx.db, { ids: [wanted], states: [...matterStates] }, 1);
  if (!found)
    throw new LeewayError('not-found', 'There is no such matter.', {
      field: 'matterId',
      hint: 'Open the list of matters again.',
    });
  return found;
}

/** The matters of some models in some states, worst first, in one statement whatever the number of models. */
export async function mattersFor(ctx: Ctx, modelIds: readonly string[], states: MatterState[] = notDone): Promise<Matter[]> {
  authorise(ctx.actor, 'matters.read');
  if (modelIds.length === 0) return [];
  if (modelIds.length > maxModels) throw new LeewayError('too-large', `Matters of at most ${maxModels} models are read at once.`);
  const rows = await selectMatters(ctx.db, { modelIds: [...modelIds], states }, maxMatters + 1);
  if (rows.length > maxMatters) throw new LeewayError('too-large', `More than ${maxMatters} matters: ask for fewer models.`);
  return rows;
}

/** Matters by id, in whatever state; an unknown id is absent. */
export async function readMatters(ctx: Ctx, ids: readonly string[]): Promise<Matter[]> {
  authorise(ctx.actor, 'matters.read');
  if (ids.length === 0) return [];
  if (ids.length > maxMatters)
    throw new LeewayError('too-large', `At most ${maxMatters} matters are read at once, not ${ids.length}.`);
  return selectMatters(ctx.db, { ids: [...ids], states: [...matterStates] }, maxMatters);
}
