import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { personalScopes } from '../people/tokens.ts';
import { isLeewayError, LeewayError, messageOf } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { openApi } from './api-openapi.ts';
import { auditRoutes } from './audit-routes.ts';
import { usualBodyBytes, type ApiRoute } from './api-route.ts';
import { backfillRoutes } from './backfill-routes.ts';
import { caseRoutes } from './cases-routes.ts';
import { complaintRoutes } from './complaints-routes.ts';
import { configurationRoutes } from './configuration-routes.ts';
import type { HttpDeps } from './deps.ts';
import { docsRoutes } from './docs-routes.ts';
import { modelRoutes } from './models-routes.ts';
import type { OperationDeps } from './operation-deps.ts';
import { outboxRoutes } from './outbox-routes.ts';
import { createRateLimit, tooMany, type RateLimit } from './rate-limit.ts';
import { requestRoutes } from './requests-routes.ts';
import { servingActRoutes } from './serving-act-routes.ts';
import { tokenRoutes } from './tokens-routes.ts';
import { versionRoutes } from './versions-routes.ts';

/** Every call under /api/v1 that a token opens. */
export const describedRoutes = (deps: OperationDeps): readonly ApiRoute[] => [
  ...modelRoutes,
  ...versionRoutes,
  ...backfillRoutes,
  ...requestRoutes,
  ...servingActRoutes,
  ...caseRoutes,
  ...complaintRoutes,
  ...configurationRoutes(deps),
  ...auditRoutes(deps),
  ...outboxRoutes,
  ...tokenRoutes,
];
type Env = { Variables: { ctx: Ctx; scopes: readonly string[] } };
/** Of one token, and of one address whose tokens are not good. */
const callsPerMinute = 600;
const triesPerMinute = 60;

/**
 * REST under /api/v1, for programs and for people with a token of their own. Each call is checked in the same order: the
 * token, its scopes, the size of the body, its shape; what the caller may do is the verb's to say.
 */
export function apiRoutes(deps: Pick<HttpDeps, 'apiCaller' | 'log'> & OperationDeps): Hono<Env> {
  const routes = new Hono<Env>();
  const described = describedRoutes(deps);
  const door = { ...deps, calls: createRateLimit(callsPerMinute), tries: createRateLimit(triesPerMinute) };
  for (const route of described) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
    routes.on(route.method, path, admit(door, route), limit(route), (c) => serve(c, route));
  }
  const api = openApi(described);
  const document = JSON.stringify(api);
  routes.route('/', docsRoutes(api));
  routes.get('/api/v1/openapi.json', (c) => c.body(document, 200, { 'content-type': 'application/json' }));
  return routes;
}

type Door = Pick<HttpDeps, 'apiCaller' | 'log'> & { calls: RateLimit; tries: RateLimit };

function admit(door: Door, { scopes: needed }: ApiRoute): MiddlewareHandler<Env> {
  return async (c, next) => {
    const bearer = /^Bearer (\S{1,300})$/i.exec(c.req.header('authorization') ?? '')?.[1];
    if (!bearer)
      throw new LeewayError('unauthenticated', 'A bearer token is needed.', {
        hint: `Send “Authorization: Bearer …” with a token that has the scope ${needed.join(' and ')}.`,
      });
    const { ctx, scopes } = await callerBehind(door, bearer).catch((error: unknown) => {
      // Whoever guesses tokens is slowed down; whoever has a good one is not held up by it.
      const waitSeconds = isLeewayError(error, 'unauthenticated') ? door.tries.take(addressOf(c)) : undefined;
      throw waitSeconds === undefined ? error : refuseMany(c, triesPerMinute, waitSeconds);
    });
    const { id, account = '' } = ctx.actor.kind === 'person' ? ctx.actor : { id: ctx.actor.id };
    const waitSeconds = door.calls.take(`${id} ${account}`);
    if (waitSeconds !== undefined) throw refuseMany(c, callsPerMinute, waitSeconds);
    const missing = needed.filter((scope) => !scopes.includes(scope));
    if (missing.length > 0)
      throw new LeewayError('forbidden', `The token lacks the scope ${missing.join(' and ')}.`, {
        hint:
          ctx.actor.kind === 'service' && missing.some((scope) => personalScopes.includes(scope))
            ? 'No program can have it: somebody must answer for it. A person makes a token of their own with /leeway token in Slack.'
            : 'Make one that has it.',
      });
    c.set('ctx', { ...ctx, log: ctx.log.child({ request: c.get('requestId') }) });
    c.set('scopes', scopes);
    await next();
  };
}

function refuseMany(c: Context, perMinute: number, seconds: number): LeewayError {
  c.header('retry-after', String(seconds));
  return tooMany(perMinute, seconds);
}

const addressOf = (c: Context): string => getConnInfo(c).remote.address ?? '';

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
  if (route.body) assertContentType(c, route);
  const body = route.body && parseInput(route.body, route.reads === 'text' ? clean('body', await c.req.text()) : await jsonOf(c));
  const done = await route.act(c.get('ctx'), {
    params,
    query,
    body,
    header: (name) => c.req.header(name),
    scopes: c.get('scopes'),
  });
  if (done.location) c.header('location', done.location);
  return c.json(done.body as object, done.status ?? 200);
}

/** A body whose type is not said is taken for what it must be. */
function assertContentType(c: Context, { contentTypes = ['application/json'] }: ApiRoute): void {
  const [given = ''] = (c.req.header('content-type') ?? '').toLowerCase().split(';');
  const type = given.trim();
  if (type === '' || contentTypes.includes(type) || (type.endsWith('+json') && contentTypes.includes('application/json'))) return;
  throw new LeewayError('unsupported', `The body must be ${contentTypes.join(' or ')}, not ${type.slice(0, 60)}.`, {
    field: 'content-type',
    hint: `Send “Content-Type: ${contentTypes[0]}”.`,
  });
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
