import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import type { HttpDeps } from './deps.ts';
import { isOnThisMachine } from './loopback.ts';

const maxBodyBytes = 10_000_000;

const applySchema = z.strictObject({
  text: z.string(),
  path: z.string().startsWith('/').max(4096),
  dryRun: z.boolean(),
  prune: z.boolean(),
  table: z.boolean().optional(),
  as: z.string().min(1).max(200).optional(),
  user: z.string().min(1).max(200),
});

const outboxSchema = z.strictObject({
  verb: z.enum(['list', 'resend', 'drop']),
  id: z.string().max(100).optional(),
  reason: z.string().max(1000).optional(),
  as: z.string().min(1).max(200).optional(),
  user: z.string().min(1).max(200),
});

const name = z.string().min(1).max(200);
const evidenceSchema = z.strictObject({
  wish: z.discriminatedUnion('verb', [
    z.strictObject({ verb: z.literal('export'), modelId: name, from: name, to: name }),
    z.strictObject({ verb: z.literal('duties'), modelId: name.optional(), from: name, to: name }),
    z.strictObject({ verb: z.literal('record'), modelId: name, format: z.enum(['md', 'html']) }),
    z.strictObject({ verb: z.literal('erase'), personId: name }),
    z.strictObject({
      verb: z.literal('risk'),
      riskClass: z.enum(['low', 'medium', 'high', 'none']).optional(),
      businessUnit: name.optional(),
      onlyOpen: z.boolean(),
    }),
    z.strictObject({
      verb: z.literal('gaps'),
      gaps: z
        .array(z.enum(['unowned', 'unmonitored', 'no-kpi', 'no-run']))
        .min(1)
        .max(4),
    }),
    z.strictObject({ verb: z.literal('requests'), all: z.boolean() }),
    z.strictObject({ verb: z.literal('request'), number: z.number().int().min(1) }),
  ]),
  as: name.optional(),
  user: name,
});

const tokenSchema = z.strictObject({
  verb: z.enum(['create', 'list', 'revoke']),
  name: z.string().max(200).optional(),
  scopes: z.array(z.string().max(100)).max(100).optional(),
  days: z.number().optional(),
  id: z.string().max(100).optional(),
  as: z.string().min(1).max(200).optional(),
  user: z.string().min(1).max(200),
});

const slackSchema = z.strictObject({
  bind: z
    .array(
      z.strictObject({
        personId: name,
        email: z.string().max(254),
        slackTeamId: z.string().regex(/^T[A-Z0-9]{1,30}$/),
        slackUserId: z.string().regex(/^[UW][A-Z0-9]{1,30}$/),
      }),
    )
    .max(500),
  user: name,
});

const backfillSchema = z.strictObject({
  modelIds: z.array(name).max(500).optional(),
  weeks: z.number(),
  since: z.iso.datetime().optional(),
  as: name.optional(),
  user: name,
});

/** What the command line asks of the server that holds the embedded database. Never for the network. */
export function localRoutes(
  deps: Pick<
    HttpDeps,
    'localSecret' | 'apply' | 'outbox' | 'tokens' | 'slack' | 'evidence' | 'verifyAudit' | 'backup' | 'backfill'
  >,
): Hono {
  const routes = new Hono();
  const guard = guardLocal(deps.localSecret);
  const limit = bodyLimit({
    maxSize: maxBodyBytes,
    onError: () => {
      throw new LeewayError('too-large', `The file may have at most ${maxBodyBytes / 1_000_000} MB.`, { field: 'text' });
    },
  });
  routes.post('/api/v1/apply', guard, limit, async (c) => {
    const { as, ...request } = parseInput(applySchema, await readJson(c));
    return c.json(await deps.apply({ ...request, as }));
  });
  routes.post('/api/v1/outbox', guard, limit, async (c) => {
    const { as, ...request } = parseInput(outboxSchema, await readJson(c));
    return c.json(await deps.outbox({ ...request, as }));
  });
  routes.post('/api/v1/evidence', guard, limit, async (c) => {
    const { as, ...request } = parseInput(evidenceSchema, await readJson(c));
    return c.json(await deps.evidence({ ...request, as }));
  });
  routes.post('/api/v1/tokens', guard, limit, async (c) => {
    const { as, ...request } = parseInput(tokenSchema, await readJson(c));
    return c.json(await deps.tokens({ ...request, as }));
  });
  routes.post('/api/v1/backfill', guard, limit, async (c) => {
    const { as, ...request } = parseInput(backfillSchema, await readJson(c));
    return c.json(await deps.backfill({ ...request, as }));
  });
  routes.post('/api/v1/backup', guard, async (c) => {
    const { stream, bytes } = await deps.backup();
    return c.body(stream, 200, { 'content-type': 'application/gzip', 'content-length': String(bytes) });
  });
  routes.post('/api/v1/slack', guard, limit, async (c) => c.json(await deps.slack(parseInput(slackSchema, await readJson(c)))));
  routes.get('/api/v1/audit/verify', guard, async (c) => c.json(await deps.verifyAudit()));
  return routes;
}

/** A caller on this machine, not forwarded by a proxy, who has read the secret in the data directory's lock. */
function guardLocal(secret: string): MiddlewareHandler {
  return async (c, next) => {
    if (!isOnThisMachine(c)) {
      throw new LeewayError('forbidden', 'This answers only to the machine that Leeway runs on.');
    }
    const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (secret === '' || !sameText(given, secret)) {
      throw new LeewayError('unauthenticated', 'The secret is missing or wrong.', {
        hint: 'Use the leeway command in the same data directory.',
      });
    }
    await next();
  };
}

/** Hashes make both sides equally long, so that the comparison takes the same time whatever was given. */
const sameText = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));
const digest = (text: string) => createHash('sha256').update(text).digest();

async function readJson(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch (error) {
    if (error instanceof LeewayError) throw error;
    throw new LeewayError('invalid', 'The body must be JSON.', { cause: error });
  }
}
