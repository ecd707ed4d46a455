import type { Ctx } from '../../db/ctx.ts';
import { listModels } from '../../registry/list-models.ts';
import { readModels, unknownModel } from '../../registry/read-model.ts';

const maxChars = 100;

/** The model of that id or title, however it is written: `flight-delay`, `Flight Delay`, `flight delay`. */
export async function modelNamed(ctx: Ctx, words: string): Promise<{ modelId: string; title: string }> {
  const asked = words.slice(0, maxChars);
  const byId = [...new Set([asked, squeezed(asked, '-'), squeezed(asked, '_')])];
  const found = await readModels(ctx, byId);
  const [model] = byId.flatMap((id) => found.get(id) ?? []);
  if (model) return { modelId: model.id, title: model.title };
  const { models } = await listModels(ctx, { search: asked, limit: 20 });
  const same = models.find((one) => squeezed(one.title, '') === squeezed(asked, ''));
  if (same) return { modelId: same.id, title: same.title };
  throw await unknownModel(ctx, asked);
}

const squeezed = (text: string, between: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, between);
