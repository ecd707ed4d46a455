import { createHash } from 'node:crypto';
import { Hono, type Context } from 'hono';
import { LeewayError, messageOf } from '../shared/errors.ts';
import type { HttpDeps } from './deps.ts';
import { isOnThisMachine } from './loopback.ts';

const scope = 'metrics.read';
/** A token that was good so lately opens /metrics while the database is away: that is when it is wanted most. */
const trustedMs = 3_600_000;
const maxTrusted = 100;

/** GET /metrics, in Prometheus' text format: for this machine, or with a token. */
export function metricsRoutes(deps: Pick<HttpDeps, 'metrics' | 'scopesOf' | 'log'>): Hono {
  const routes = new Hono();
  const trusted = new Map<string, number>();
  routes.get('/metrics', async (c) => {
    if (!isOnThisMachine(c)) await admit(deps, trusted, c);
    return c.body(await deps.metrics(), 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
  return routes;
}

async function admit(deps: Pick<HttpDeps, 'scopesOf' | 'log'>, trusted: Map<string, number>, c: Context): Promise<void> {
  const bearer = /^Bearer (\S{1,300})$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (!bearer)
    throw new LeewayError('unauthenticated', 'A bearer token is needed.', {
      hint: `From another machine than Leeway’s own, send a token that has the scope ${scope}.`,
    });
  const key = createHash('sha256').update(bearer).digest('base64url');
  try {
    const scopes = await deps.scopesOf(bearer);
    if (!scopes.includes(scope)) throw new LeewayError('forbidden', `The token lacks the scope ${scope}.`);
    if (trusted.size >= maxTrusted) trusted.clear();
    trusted.set(key, performance.now());
  } catch (error) {
    if (error instanceof LeewayError) {
      trusted.delete(key);
      throw error;
    }
    if (performance.now() - (trusted.get(key) ?? -Infinity) < trustedMs) return;
    deps.log.warn({ code: 'token-unchecked', error: messageOf(error) }, 'a token could not be checked');
    throw new LeewayError('unavailable', 'The token cannot be checked now: the database does not answer.', { cause: error });
  }
}
