import { z } from 'zod';
import { createToken, listTokens, personalScopes, revokeToken, type TokenInput, type TokenLine } from '../people/tokens.ts';
import { LeewayError } from '../shared/errors.ts';
import { instant } from './api-facts.ts';
import { apiRoute, type ApiRoute } from './api-route.ts';

const line = z.strictObject({
  id: z.string(),
  name: z.string(),
  personId: z.string().nullable().describe('Null: a program’s'),
  scopes: z.array(z.string()),
  expiresAt: instant,
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable().describe('To a few minutes; null: never'),
});

export const tokenRoutes: readonly ApiRoute[] = [
  apiRoute({
    method: 'get',
    path: '/api/v1/access-tokens',
    summary: 'Your tokens; everybody’s for whoever may make them for programs. Never the token itself.',
    scopes: ['tokens.create'],
    answers: { 200: z.strictObject({ tokens: z.array(line) }) },
    act: async (ctx) => ({ body: { tokens: (await listTokens(ctx)).map(shown) } }),
  }),
  apiRoute({
    method: 'post',
    path: '/api/v1/access-tokens',
    summary: 'Makes a token for a program. It is shown this once, and may do no more than the token that you call with.',
    scopes: ['tokens.create', 'tokens.service'],
    body: z.strictObject({
      name: z.string().trim().min(1).max(80),
      scopes: z.array(z.string().max(100)).min(1).max(100),
      days: z.int().min(1).max(366).default(90),
    }),
    answers: { 201: z.strictObject({ id: z.string(), token: z.string(), expiresAt: instant }) },
    async act(ctx, { body, scopes }) {
      assertWithin(body.scopes, scopes);
      return { status: 201, body: await createToken(ctx, { ...body, for: 'service' } as TokenInput) };
    },
  }),
  apiRoute({
    method: 'post',
    path: '/api/v1/access-tokens/{id}/revocation',
    summary: 'Ends a token at once.',
    scopes: ['tokens.create'],
    params: z.object({ id: z.string().max(100) }),
    answers: { 200: z.strictObject({ id: z.string() }) },
    async act(ctx, { params: { id } }) {
      await revokeToken(ctx, { id });
      return { body: { id } };
    },
  }),
];

/** Otherwise whoever finds a token that makes tokens could do everything. */
function assertWithin(wanted: readonly string[], held: readonly string[]): void {
  const personal = wanted.find((scope) => personalScopes.includes(scope));
  if (personal !== undefined)
    throw new LeewayError('forbidden', `A program can never have the scope ${personal}: somebody must answer for it.`, {
      field: 'scopes',
    });
  const beyond = wanted.find((scope) => !held.includes(scope));
  if (beyond !== undefined)
    throw new LeewayError('forbidden', `Your token lacks the scope ${beyond}, so it cannot hand it on.`, { field: 'scopes' });
}

const shown = ({ id, name, personId, scopes, expiresAt, revokedAt, lastUsedAt }: TokenLine) => ({
  id,
  name,
  personId,
  scopes,
  expiresAt,
  revokedAt,
  lastUsedAt,
});
