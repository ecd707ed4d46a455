import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { likePattern } from '../shared/like.ts';
import { parseInput } from '../shared/parse.ts';
import type { ModelSummary } from './records.ts';
import { selectNames, selectPage } from './store.ts';
import { summarise } from './summarise.ts';

export const maxModelsPage = 50;
const maxNames = 50_000;

const input = z.strictObject({
  /** Any part of id or title, whatever the case. */
  search: z.string().trim().max(100).optional(),
  /** `next` of the page before. */
  after: z.string().max(400).optional(),
  limit: z.number().int().min(1).max(maxModelsPage).default(20),
});

/** A page of the registry, by id. `next` is handed back as `after` to get the page that follows; undefined at the end. */
export async function listModels(
  ctx: Ctx,
  filter: z.input<typeof input> = {},
): Promise<{ models: ModelSummary[]; next: string | undefined }> {
  authorise(ctx.actor, 'registry.read');
  const { search, after, limit } = parseInput(input, filter);
  const rows = await selectPage(ctx.db, {
    ...(search ? { pattern: likePattern(search) } : {}),
    ...(after === undefined ? {} : { after: fromCursor(after) }),
    limit: limit + 1,
  });
  const models = rows.slice(0, limit).map((row) => summarise(row, ctx.now));
  return { models, next: rows.length > limit ? toCursor(models.at(-1)!.id) : undefined };
}

/** Every model's id and title, for whoever looks for names in sentences; the caller keeps it. */
export async function findModelNames(ctx: Ctx): Promise<{ id: string; title: string }[]> {
  authorise(ctx.actor, 'registry.read');
  const rows = await selectNames(ctx.db, maxNames + 1);
  if (rows.length > maxNames)
    throw new LeewayError('too-large', `The registry holds more than ${maxNames} models: name a model by its id.`);
  return rows;
}

/** Callers must not build cursors, so they do not look like ids. */
const toCursor = (id: string): string => Buffer.from(`1:${id}`).toString('base64url');

function fromCursor(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith('1:') || toCursor(text.slice(2)) !== cursor) {
    throw new LeewayError('invalid', 'This is not a page that I handed out. Start again from the first page.', {
      field: 'after',
    });
  }
  return text.slice(2);
}
