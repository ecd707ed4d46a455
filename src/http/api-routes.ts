import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { personalScopes } from '../people/tokens.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { openApi } from './api-openapi.ts';
import { usualBodyBytes, type ApiRoute } from './api-route.ts';
import { caseRoutes } from './cases-routes.ts';
import { complaintRoutes } from './complaints-routes.ts';
import type { HttpDeps } from './deps.ts';
import { requestRoutes } from './requests-routes.ts';
import { servingActRoutes } from './serving-act-routes.ts';
import { versionRoutes } from './versions-routes.ts';

const described: readonly ApiRoute[] = [
  ...versionRoutes,
  ...requestRoutes,
  ...servingActRoutes,
  ...caseRoutes,
  ...complaintRoutes,
];
type Env = { Variables: { ctx: Ctx } };

/**
 * REST under /api/v1, for programs and for people with a token of their own. Each call is checked in the same order: the
 * token, its scopes, the size of the body, its shape; what the caller may do is the verb's to say.
 */
export function apiRoutes(deps: Pick<HttpDeps, 'apiCaller' | 'log'>): Hono<Env> {
  const routes = new Hono<Env>();
  for (const route of described) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    routes.on(route.method, path, admit(deps, route), limit(route), (c) => serve(c, route));
  }
  const document = JSON.stringify(openApi(described));
  routes.get('/api/v1/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }));
  return routes;
}

function admit(deps: Pick<HttpDeps, 'apiCaller' | 'log'>, { scopes: needed }: ApiRoute): MiddlewareHandler<Env> {
  return async (c, next) => {
    const bearer = /^Bearer (\S{1,300})$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (!bearer)
      throw new LeewayError('unauthenticated', 'A bearer token is needed.', {
        hint: `Send “Authorization: Bearer …” with a token that has the scope ${needed.join(' and ')}.`,
      });
    const { ctx, scopes } = await callerBehind(deps, bearer);
    const missing = needed.filter((scope) => !scopes.includes(scope));
    if (missing.length > 0)
      throw new LeewayError('forbidden', `The token lacks the scope ${missing.join(' and ')}.`, {
        hint:
          ctx.actor.kind === 'service' && missing.some((scope) => personalScopes.includes(scope))
            ? 'No program can have it: somebody must answer for it. A person makes a token of their own with /leeway token in Slack.'
            : 'Make one that has it.',
      });
    c.set('ctx', { ...ctx, log: ctx.log.child({ request: c.get('requestId') }) });
    await next();
  };
}

/** A token that cannot be looked up is the database's fault and not the caller's. */
async function callerBehind({ apiCaller, log }: Pick<HttpDeps, 'apiCaller' | 'log'>, bearer: string) {
  try {
    return await apiCaller(bearer);
  } catch (error) {
    if (error instanceof LeewayError) throw error;
    log.warn({ code: 'token-unchecked', error: messageOf(error) }, 'a token could not be checked');
    throw new LeewayError('unavailable', 'The token cannot be checked now: the database does not answer.', {
      hint: 'Try again in a moment.',
      cause: error,
    });
  }
}

function limit({ maxBodyBytes = usualBodyBytes }: ApiRoute): MiddlewareHandler {
  return bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new LeewayError('too-large', `The body may have at most ${maxBodyBytes / 1_000} kB.`);
    },
  });
}

const nothing = z.strictObject({});

async function serve(c: Context<Env>, route: ApiRoute): Promise<Response> {
  const params = parseInput(route.params ?? z.object({}), storable(c.req.param()));
  const query = parseInput(route.query ?? nothing, storable(c.req.query()));
  const body = route.body && parseInput(route.body, route.reads === 'text' ? clean('body', await c.req.text()) : await jsonOf(c));
  const done = await route.act(c.get('ctx'), { params, query, body, header: (name) => c.req.header(name) });
  if (done.location) c.header('location', done.location);
  return c.json(done.body as object, done.status ?? 200);
}

/** What need not be said may be left out, and with it the whole body. */
async function jsonOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text, clean);
  } catch (cause) {
    if (cause instanceof LeewayError) throw cause;
    throw new LeewayError('invalid', 'The body must be JSON.', { cause });
  }
}

const storable = (values: Record<string, string>): Record<string, string> => {
  for (const [key, value] of Object.entries(values)) clean(key, value);
  return values;
};

/** Postgres stores neither the character zero nor half of a pair, so neither gets further than here. */
function clean(key: string, value: unknown): unknown {
  if (typeof value !== 'string' || (!value.includes('\0') && value.isWellFormed())) return value;
  throw new LeewayError('invalid', `${key}: a character that no text can have.`, { field: key });
}
