import { z } from 'zod';
import { maxBackfillWeeks, readBackfill, startBackfill } from '../monitor/backfill.ts';
import { modelId } from '../registry/schemas.ts';
import { day, instant } from './api-facts.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const model = z.object({ model: modelId });
const weeks = z.number().int().min(1).max(maxBackfillWeeks);
const stretch = {
  model: z.string(),
  from: day.describe('The Monday of the first week'),
  until: day.describe('The Monday of the last week'),
  weeks: z.int(),
};

export const backfillRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'post',
    path: '/api/v1/models/{model}/backfill',
    summary:
      'Puts the past weeks of a watched model into the queue, the oldest first. Of the newest one people are told as of any other.',
    scopes: ['monitor.run', 'registry.read'],
    params: model,
    body: z.strictObject({ weeks: weeks.default(maxBackfillWeeks).describe('How many whole weeks back, the newest among them') }),
    answers: { 200: z.strictObject({ ...stretch, since: instant.describe('Ask with it how far it is') }) },
    async act(ctx, { params, body }) {
      const { stretches, since } = await startBackfill(ctx, { modelIds: [params.model], weeks: body.weeks });
      const { modelId: id, ...one } = stretches[0]!;
      return { body: { model: id, ...one, since } };
    },
  }),
  apiRoute({
    method: 'get',
    path: '/api/v1/models/{model}/backfill',
    summary: 'How many of those weeks have come to an end.',
    scopes: ['monitor.run', 'registry.read'],
    params: model,
    query: z.strictObject({
      weeks: z.coerce.number().pipe(weeks).default(maxBackfillWeeks),
      since: instant.describe('From the answer to the request'),
    }),
    answers: {
      200: z.strictObject({
        ...stretch,
        ended: z.int().describe('Looked at, or not for a reason'),
        published: z.int().describe('Looked at'),
        reason: z.string().nullable().describe('Why the newest of the others could not be looked at'),
      }),
    },
    async act(ctx, { params, query }) {
      const wish = { modelIds: [params.model], weeks: query.weeks, since: new Date(query.since) };
      const { modelId: id, ...one } = (await readBackfill(ctx, wish))[0]!;
      return { body: { model: id, ...one } };
    },
  }),
];
