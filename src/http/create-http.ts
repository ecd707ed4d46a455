import { Hono } from 'hono';
import { apiRoutes } from './api-routes.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import type { HttpDeps } from './deps.ts';
import { editionRoutes } from './edition-routes.ts';
import { errorResponse } from './error-response.ts';
import { healthRoutes } from './health.ts';
import { localRoutes } from './local-api.ts';
import { servingRoutes } from './serving-routes.ts';

/** Everything that Leeway serves itself; Slack's address and the sandbox are mounted beside it. */
export function createHttp(deps: HttpDeps): Hono {
  const http = new Hono();
  http.onError((error, c) => errorResponse(error, c, deps.log));
  http.notFound((c) => c.json({ error: { code: 'not-found', message: 'There is nothing at this address.' } }, 404));
  http.route('/', healthRoutes(deps));
  http.route('/', editionRoutes(deps));
  http.route('/', localRoutes(deps));
  http.route('/', servingRoutes(deps));
  http.route('/', deploymentRoutes(deps));
  http.route('/', apiRoutes(deps));
  return http;
}
