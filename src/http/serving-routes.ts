import { Hono, type Context } from 'hono';
import type { ServingAnswer } from '../deploy/serving-switch.ts';
import { isLeewayError, LeewayError } from '../shared/errors.ts';
import { sha256 } from '../shared/ids.ts';
import type { HttpDeps } from './deps.ts';

/** So long a token that was good is taken for good: what is revoked works on for at most this. */
const trustMs = 15_000;
/** And so long while the database, which alone knows better, does not answer. */
const trustWithoutDatabaseMs = 24 * 3_600_000;
const maxTokens = 1_000;
const scope = 'serving.read';

type Deps = Pick<HttpDeps, 'servingAnswer' | 'servingAccess' | 'scopesOf'>;

/** `GET /api/v1/serving/{model}?environment=production`: which version to use, and whether to. Never touches the database. */
export function servingRoutes(deps: Deps): Hono {
  const routes = new Hono();
  const admit = deps.servingAccess === 'open' ? undefined : createAdmission(deps.scopesOf);
  routes.get('/api/v1/serving/:model', async (c) => {
    if (admit) await admit(bearerOf(c));
    const answer = deps.servingAnswer(c.req.param('model'), c.req.query('environment') || undefined);
    if (!answer)
      throw new LeewayError('not-found', 'Nothing of this model serves in this environment, or there is no such model.', {
        field: 'model',
        hint: 'Check the model’s id and ?environment=…',
      });
    const tag = tagOf(answer);
    const headers = { etag: tag, 'cache-control': 'private, no-cache' };
    return isKnown(c.req.header('if-none-match'), tag) ? c.body(null, 304, headers) : c.json(answer, 200, headers);
  });
  return routes;
}

/** Of everything but the instant that it was last certain at, which alone moves while nothing changes; so a weak one. */
const tagOf = ({ version, paused, fallback, revision, stale }: ServingAnswer): string =>
  `W/"${revision}.${version ?? '-'}.${fallback ?? '-'}.${paused ? 'p' : 'r'}${stale ? 's' : ''}"`;

const isKnown = (header: string | undefined, tag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^(W\/)?/, 'W/') === tag));

function bearerOf(c: Context): string {
  const bearer = /^Bearer (\S{1,300})$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (bearer) return bearer;
  throw new LeewayError('unauthenticated', 'A bearer token is needed.', {
    hint: `Send “Authorization: Bearer …” with a token that has the scope ${scope}.`,
  });
}

/**
 * Lets a token with the scope pass, from memory when it was good a moment ago, so that an answer costs no statement, and
 * for a day when the database cannot be asked: it is then that serving systems need the switch.
 */
function createAdmission(scopesOf: Deps['scopesOf']): (bearer: string) => Promise<void> {
  const goodSince = new Map<string, number>();
  return async (bearer) => {
    const key = sha256(bearer);
    const age = performance.now() - (goodSince.get(key) ?? Number.NEGATIVE_INFINITY);
    if (age < trustMs) return;
    try {
      if (!(await scopesOf(bearer)).includes(scope))
        throw new LeewayError('forbidden', `The token lacks the scope ${scope}.`, { hint: 'Make one that has it.' });
    } catch (error) {
      if (!isLeewayError(error) && age < trustWithoutDatabaseMs) return;
      goodSince.delete(key);
      throw isLeewayError(error) ? error : unknownNow(error);
    }
    goodSince.delete(key);
    goodSince.set(key, performance.now());
    const [oldest] = goodSince.keys();
    if (goodSince.size > maxTokens && oldest !== undefined) goodSince.delete(oldest);
  };
}

const unknownNow = (cause: unknown) =>
  new LeewayError('unavailable', 'The token cannot be checked now: the database does not answer.', {
    hint: 'A token that was used here in the last day is answered all the same.',
    cause,
  });
