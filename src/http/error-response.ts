import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { problemsOf } from '../approvals/problems.ts';
import { isDiskFull } from '../db/disk-room.ts';
import { inWords } from '../db/in-words.ts';
import { LeewayError, messageOf, type ErrorCode } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';

const statuses: Record<ErrorCode, ContentfulStatusCode> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'too-large': 413,
  'too-many': 429,
  unsupported: 415,
  unavailable: 503,
  // A wrong leeway.yml, sent in by the command line.
  config: 400,
};

/**
 * `{error: {code, message, field, hint}}`, and `problems` where a request lacks more than one thing; of an unknown error
 * only an id goes out, the rest stands in the log.
 */
export function errorResponse(thrown: Error, c: Context, log: Log): Response {
  const error = inWords(thrown) as Error;
  const about = { path: c.req.routePath, error: messageOf(thrown) };
  if (isDiskFull(thrown)) log.warn({ code: 'not-written', ...about }, 'a request found a full disk');
  else if (error !== thrown) log.warn({ code: 'database-away', ...about }, 'a request found no database');
  if (error instanceof LeewayError) {
    const { code, message, field, hint } = error;
    // RFC 9110, section 11.6.1: whoever is asked for a token hears of which kind.
    if (code === 'unauthenticated') c.header('www-authenticate', 'Bearer');
    const problems = problemsOf(error);
    return c.json({ error: { code, message, field, hint, ...(problems.length > 0 ? { problems } : {}) } }, statuses[code]);
  }
  if (error instanceof HTTPException) {
    return c.json({ error: { code: 'invalid', message: error.message || 'The request cannot be read.' } }, error.status);
  }
  const id = c.get('requestId') ?? newId();
  log.error(
    { code: 'request-failed', id, path: c.req.routePath, error: messageOf(error), stack: error.stack },
    'a request failed unexpectedly',
  );
  const message = `Something went wrong here. Tell whoever runs Leeway this number: ${id}`;
  return c.json({ error: { code: 'internal', message, id } }, 500);
}
