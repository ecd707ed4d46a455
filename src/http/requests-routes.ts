import { z } from 'zod';
import { listRequests } from '../approvals/list-requests.ts';
import { readRequest } from '../approvals/read-request.ts';
import { requestPromotion, type Requested } from '../approvals/request-promotion.ts';
import { promotionInput } from '../approvals/schemas.ts';
import { requestStandingRule } from '../approvals/request-standing-rule.ts';
import type { Ctx } from '../db/ctx.ts';
import { requestStates } from '../db/schema/approvals.ts';
import { standingRuleSpec } from '../deploy/standing-rule.ts';
import { aliasName, modelId } from '../registry/schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { requestAnswer, requestedAnswer, requestList } from './api-requests.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';
import { decisionRoutes } from './requests-decisions.ts';

const maxKeyChars = 200;
const promotion = promotionInput.omit({ clientKey: true });

const ask = apiRoute({
  method: 'post',
  path: '/api/v1/requests',
  summary: 'Asks that a version be put live. Everything that the policy asks for is checked at once.',
  scopes: ['approvals.request'],
  body: promotion,
  headers: { 'Idempotency-Key': 'The same key from the same person gives the same request back; at most 200 characters' },
  answers: { 201: requestedAnswer },
  async act(ctx, { body, header }) {
    const clientKey = keyOf(header('idempotency-key'));
    const done = await requestPromotion(ctx, { ...body, ...(clientKey === undefined ? {} : { clientKey }) });
    if (clientKey !== undefined) await assertSame(ctx, done, body);
    return { status: 201, location: `/api/v1/requests/${done.requestId}`, body: done };
  },
});

const askForRule = apiRoute({
  method: 'post',
  path: '/api/v1/requests/standing-rules',
  summary:
    'Asks that Leeway may go back or pause by itself: “if this figure is above (below) the limit so often in a row”. Shares are parts of 1; `usual-range` is known by weeks.',
  scopes: ['approvals.request'],
  body: z.strictObject({ modelId, environment: aliasName, spec: standingRuleSpec, reason: z.string().trim().min(1).max(2_000) }),
  answers: { 201: requestedAnswer },
  async act(ctx, { body }) {
    const done = await requestStandingRule(ctx, body);
    return { status: 201, location: `/api/v1/requests/${done.requestId}`, body: done };
  },
});

function keyOf(header: string | undefined): string | undefined {
  const key = header?.trim();
  if (key === undefined || (key !== '' && key.length <= maxKeyChars)) return key;
  throw new LeewayError('invalid', `Idempotency-Key: 1 to ${maxKeyChars} characters.`, { field: 'idempotency-key' });
}

/** A key that a pipeline uses for every version must not pass one version's request off as another's. */
async function assertSame(ctx: Ctx, { requestId, number }: Requested, wish: z.output<typeof promotion>): Promise<void> {
  const { model, version, environment } = await readRequest(ctx, requestId);
  if (model?.id === wish.modelId && version?.number === wish.version && environment === wish.environment) return;
  throw new LeewayError('conflict', `This Idempotency-Key made request ${number}, which asks for something else.`, {
    field: 'idempotency-key',
    hint: 'Use a new key for each version and environment.',
  });
}

const list = apiRoute({
  method: 'get',
  path: '/api/v1/requests',
  summary: 'Requests, newest first.',
  scopes: ['approvals.read'],
  query: z.strictObject({
    state: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(z.enum(requestStates)).min(1).max(requestStates.length))
      .optional()
      .describe(`Some of ${requestStates.join(', ')}, with commas between`),
    model: modelId.optional(),
    waitingFor: z.literal('me').optional().describe('Only open ones that you were asked to decide on and have not'),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    after: z.coerce.number().int().min(1).optional().describe('`next` of the page before'),
  }),
  answers: { 200: requestList },
  async act(ctx, { query: { state, model, waitingFor, limit, after } }) {
    if (waitingFor && ctx.actor.kind !== 'person')
      throw new LeewayError('invalid', 'Nothing waits for a program: only people decide.', { field: 'waitingFor' });
    const found = await listRequests(ctx, {
      ...(state ? { states: state } : {}),
      ...(model ? { modelId: model } : {}),
      ...(waitingFor ? { waitingFor: ctx.actor.id } : {}),
      ...(after ? { before: after } : {}),
      limit: limit + 1,
    });
    const requests = found.slice(0, limit);
    return { body: { requests, next: found.length > limit ? (requests.at(-1)?.number ?? null) : null } };
  },
});

const read = apiRoute({
  method: 'get',
  path: '/api/v1/requests/{id}',
  summary: 'A request as its card shows it, each figure with its source.',
  scopes: ['approvals.read'],
  params: z.object({ id: z.uuid() }),
  answers: { 200: requestAnswer },
  async act(ctx, { params }) {
    return { body: await readRequest(ctx, params.id) };
  },
});

export const requestRoutes: readonly ApiRoute[] = [ask, askForRule, list, read, ...decisionRoutes];
