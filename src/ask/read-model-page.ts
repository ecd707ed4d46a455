import type { Ctx } from '../db/ctx.ts';
import type { Line } from '../digest/line.ts';
import { readHealth } from '../monitor/read-health.ts';
import { listModels } from '../registry/list-models.ts';
import { authorise } from '../shared/access.ts';
import { dayIn } from '../shared/period.ts';
import { healthLine } from './answer-models.ts';
import { countModels } from './list-store.ts';
import { createTell } from './tell.ts';

export interface ModelPage {
  search: string;
  rows: { id: string; title: string; line: Line }[];
  total: number;
  /** Where the next page begins; null on the last. */
  next: string | null;
}

const pageSize = 10;

/** A further page of the registry, each model with its health in a line; `after` is `next` of the page before. */
export async function readModelPage(ctx: Ctx, request: { search: string; after?: string; zone: string }): Promise<ModelPage> {
  authorise(ctx.actor, 'registry.read');
  const { search, after, zone } = request;
  const { models, next } = await listModels(ctx, { limit: pageSize, ...(search ? { search } : {}), ...(after ? { after } : {}) });
  const health = await readHealth(
    ctx,
    models.map((model) => model.id),
  );
  const reader = { tell: createTell('executive'), today: dayIn(zone, ctx.now) };
  const rows = models.map(({ id, title }) => ({ id, title, line: healthLine(reader, health.get(id)) }));
  return { search, rows, total: await countModels(ctx.db, search), next: next ?? null };
}
