import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { reportInput } from '../deploy/schemas.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import type { HttpDeps } from './deps.ts';

const maxBodyBytes = 16_384;
const report = reportInput.omit({ orderId: true, token: true });

/**
 * `POST /api/v1/deployments/{id}`: what a CI system says of a deployment, with the token that came with its order. Answers
 * with the order's state and whether this report changed it; a repeated or late one does not, and is no error.
 */
export function deploymentRoutes(deps: Pick<HttpDeps, 'reportDeployment'>): Hono {
  const routes = new Hono();
  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new LeewayError('too-large', `A report may have at most ${maxBodyBytes} bytes.`);
    },
  });
  routes.post('/api/v1/deployments/:id', limit, async (c) => {
    const token = /^Bearer (\S{1,200})$/i.exec(c.req.header('authorization') ?? '')?.[1];
    const orderId = z.uuid().safeParse(c.req.param('id'));
    if (!token || !orderId.success)
      throw new LeewayError('unauthenticated', 'The token of this deployment is needed.', {
        hint: 'Send “Authorization: Bearer …” with the token of the delivery that ordered it.',
      });
    const { url, message, state } = parseInput(report, await jsonOf(c));
    const said = { ...(url === undefined ? {} : { url }), ...(message === undefined ? {} : { message }) };
    return c.json(await deps.reportDeployment({ orderId: orderId.data, token, state, ...said }));
  });
  return routes;
}

async function jsonOf(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (error) {
    if (error instanceof LeewayError) throw error;
    throw new LeewayError('invalid', 'The body must be JSON.', { cause: error });
  }
}
