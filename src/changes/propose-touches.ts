import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { candidatesFor, tellingWords, type Candidate } from './candidate-rules.ts';
import { selectDescribed } from './candidate-store.ts';

export type { Candidate } from './candidate-rules.ts';

const maxLooked = 500;
const maxWords = 30;
const maxShown = 10;
/** Where no word tells and there are no more models than this, all are proposed. */
const fewModels = 5;

const described = z
  .object({
    source: z.string().nullable().default(null),
    inputs: z
      .array(z.object({ name: z.string(), phrase: z.string() }))
      .nullable()
      .default([]),
  })
  .nullable();

/** Models that a change in the business may touch, by its words and by the data they read, the likeliest first, at most ten. */
export async function proposeTouches(ctx: Ctx, words: string): Promise<Candidate[]> {
  authorise(ctx.actor, 'registry.read');
  const telling = tellingWords(words).slice(0, maxWords);
  const rows = telling.length > 0 ? await selectDescribed(ctx.db, telling, maxLooked) : [];
  const models = rows.map(({ spec, ...row }) => {
    const { source = null, inputs } = described.parse(spec) ?? {};
    return { ...row, source, inputs: inputs ?? [] };
  });
  const found = candidatesFor(words, models, maxShown);
  if (found.length > 0) return found;
  const all = await selectDescribed(ctx.db, [], fewModels + 1);
  if (all.length > fewModels) return [];
  const why = all.length === 1 ? 'your only model' : 'one of your few models';
  return all.map(({ modelId, title }) => ({ modelId, title, columns: [], why }));
}
