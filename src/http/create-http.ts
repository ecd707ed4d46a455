import { Hono } from 'hono';
import { requestId } from 'hono/request-id';
import { apiRoutes } from './api-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import type { HttpDeps } from './deps.ts';
import { editionRoutes } from './edition-routes.ts';
import { errorResponse } from './error-response.ts';
import { newId } from '../shared/ids.ts';
import { healthRoutes } from './health.ts';
import { localRoutes } from './local-api.ts';
import { metricsRoutes } from './metrics-routes.ts';
import { servingRoutes } from './serving-routes.ts';

/** Everything that Leeway serves itself; Slack's address and the sandbox are mounted beside it. */
export function createHttp(deps: HttpDeps): Hono {
  const http = new Hono();
  // In every line of the log and in the answer: whoever calls can name it.
  http.use(requestId({ generator: newId, limitLength: 64 }));
  http.use(async (c, next) => {
    const began = performance.now();
    await next();
    deps.answered?.(c.res.status);
    const { method, path } = c.req;
    const tookMs = Math.round(performance.now() - began);
    deps.log.debug({ request: c.get('requestId'), method, path, status: c.res.status, tookMs }, 'a request was answered');
  });
  http.onError((error, c) => errorResponse(error, c, deps.log));
  http.notFound((c) => c.json({ error: { code: 'not-found', message: 'There is nothing at this address.' } }, 404));
  http.route('/', healthRoutes(deps));
  http.route('/', metricsRoutes(deps));
  http.route('/', editionRoutes(deps));
  http.route('/', localRoutes(deps));
  http.route('/', servingRoutes(deps));
  http.route('/', deploymentRoutes(deps));
  http.route('/', apiRoutes(deps));
  return http;
}
