import { z } from 'zod';
import { dropParked, listParked, resendParked } from '../outbox/settle-parked.ts';
import { instant } from './api-facts.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const message = z.object({ id: z.string().max(100) });
const settled = z.strictObject({ id: z.string(), state: z.enum(['queued', 'dropped']) });

export const outboxRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/api/v1/messages/parked',
    summary: 'Messages that could not be sent and wait for an operator, oldest first.',
    scopes: ['outbox.operate'],
    answers: {
      200: z.strictObject({
        messages: z.array(
          z.strictObject({
            id: z.uuid(),
            kind: z.string(),
            destination: z.string(),
            madeAt: instant,
            attempts: z.int(),
            lastError: z.string().nullable(),
          }),
        ),
        more: z.boolean().describe('There are others: settle these first'),
      }),
    },
    async act(ctx) {
      const { messages, more } = await listParked(ctx);
      const shown = messages.map(({ cause: _cause, ...message }) => message);
      return { body: { messages: shown, more } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/api/v1/messages/{id}/resend',
    summary: 'Queues such a message again. It is sent for certain: where it may have arrived, look in the channel first.',
    scopes: ['outbox.operate'],
    params: message,
    answers: { 200: settled },
    async act(ctx, { params: { id } }) {
      await resendParked(ctx, { id });
      return { body: { id, state: 'queued' } };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/api/v1/messages/{id}/drop',
    summary: 'Gives such a message up for good. The reason is kept in the audit log.',
    scopes: ['outbox.operate'],
    params: message,
    body: z.strictObject({ reason: z.string().max(300) }),
    answers: { 200: settled },
    async act(ctx, { params: { id }, body: { reason } }) {
      await dropParked(ctx, { id, reason });
      return { body: { id, state: 'dropped' } };
    },
  }),
];
