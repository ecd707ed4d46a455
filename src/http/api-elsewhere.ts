import { z } from 'zod';
import { reportInput } from '../deploy/schemas.ts';
import { orderStates } from '../db/schema/deploy.ts';
import { aliasName, modelId } from '../registry/schemas.ts';
import { instant } from './api-facts.ts';
import type { ApiRoute } from './api-route.ts';

/** What of a route is documented. */
export type Described = Pick<ApiRoute, 'method' | 'path' | 'summary' | 'params' | 'query' | 'body' | 'headers' | 'answers'> &
  Partial<Pick<ApiRoute, 'scopes' | 'maxBodyBytes' | 'contentTypes'>>;

/** The serving switch, which answers from memory, and the call-back with a deployment's own token: routes of their own. */
export const elsewhere: readonly Described[] = [
  {
    method: 'get',
    path: '/api/v1/serving/{model}',
    summary:
      'Which version serving systems are to use, and whether. Answered from memory, also without a database; send the ETag back.',
    scopes: ['serving.read'],
    params: z.object({ model: modelId }),
    query: z.strictObject({ environment: aliasName.default('production') }),
    headers: { 'If-None-Match': 'The ETag of the answer before: 304 where nothing has changed' },
    answers: {
      200: z.strictObject({
        model: z.string(),
        environment: z.string(),
        version: z.int().nullable(),
        paused: z.boolean(),
        fallback: z.int().nullable(),
        revision: z.int(),
        stale: z.boolean().describe('It may be out of date: the database was not heard of for 5 s'),
        asOf: instant,
      }),
    },
  },
  {
    method: 'post',
    path: '/api/v1/deployments/{id}',
    summary: 'What a CI system says of a deployment, with the token that came with its order. A repeated report changes nothing.',
    params: z.object({ id: z.uuid() }),
    body: reportInput.omit({ orderId: true, token: true }),
    maxBodyBytes: 16_384,
    answers: { 200: z.strictObject({ state: z.enum(orderStates), changed: z.boolean() }) },
  },
];
