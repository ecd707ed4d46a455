import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise, may, permissions, type Permission } from '../shared/access.ts';
import type { Actor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { actorFor } from './find-person.ts';
import { selectPersons } from './store.ts';
import { insertToken, markRevoked, markUsed, selectEnding, selectToken, selectTokens, type ApiTokenRow } from './tokens-store.ts';

const maxDays = 366;
const maxTokens = 1_000;
const secretBytes = 32;
const dayMs = 86_400_000;
const notedEveryMs = 5 * 60_000;
const scopes = Object.keys(permissions) as [Permission, ...Permission[]];

const tokenInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** `self`: the token acts as its maker and counts as them. `service`: a program of its own, which can never vote. */
  for: z.enum(['self', 'service']),
  scopes: z
    .array(z.enum(scopes, `one of: ${scopes.join(', ')}`))
    .min(1)
    .max(scopes.length),
  days: z.number().int().min(1).max(maxDays).default(90),
});
export type TokenInput = z.input<typeof tokenInput>;

/**
 * Makes a bearer token and returns its text, which is kept nowhere. Nobody makes one for another person: whoever holds it
 * would be that person. `now` is real time, because a token's end is.
 */
export async function createToken(
  ctx: Ctx,
  input: TokenInput,
  now = new Date(),
): Promise<{ id: string; token: string; expiresAt: Date }> {
  const wish = parseInput(tokenInput, input);
  authorise(ctx.actor, wish.for === 'self' ? 'tokens.create' : 'tokens.service');
  if (wish.for === 'self' && ctx.actor.kind !== 'person')
    throw new LeewayError('forbidden', 'Only a person has a token of their own.', { hint: 'Make one for a service.' });
  const id = randomBytes(8).toString('hex');
  const secret = randomBytes(secretBytes).toString('base64url');
  const expiresAt = new Date(now.getTime() + wish.days * dayMs);
  const personId = wish.for === 'self' ? ctx.actor.id : null;
  await write(ctx, async (w) => {
    await insertToken(w.db, {
      id,
      hash: hashOf(secret),
      name: wish.name,
      personId,
      scopes: wish.scopes,
      createdAt: now,
      createdById: ctx.actor.id,
      expiresAt,
    });
    const detail = { name: wish.name, for: wish.for, scopes: wish.scopes, expiresAt: expiresAt.toISOString() };
    w.audit({ verb: 'people.create-token', subject: `token:${id}`, detail });
  });
  return { id, token: `leeway_${id}_${secret}`, expiresAt };
}

export interface TokenLine {
  id: string;
  name: string;
  personId: string | null;
  scopes: string[];
  createdById: string;
  expiresAt: Date;
  revokedAt: Date | null;
  /** To a few minutes; null: never. */
  lastUsedAt: Date | null;
}

/** One's own tokens; with the right to make them for services, everybody's. */
export async function listTokens(ctx: Ctx): Promise<TokenLine[]> {
  authorise(ctx.actor, 'tokens.create');
  const all = await selectTokens(ctx.db, maxTokens + 1);
  if (all.length > maxTokens) throw new LeewayError('too-large', `Leeway lists at most ${maxTokens} tokens.`);
  return all
    .filter((one) => one.personId === ctx.actor.id || maySeeAll(ctx.actor))
    .map(({ hash: _hash, createdAt: _at, ...line }) => line);
}

const maxEnding = 200;

/** Tokens that work and end before an instant of real time, the soonest first; at most 200, for the next look finds the rest. */
export async function endingTokens(ctx: Ctx, now: Date, before: Date): Promise<TokenLine[]> {
  authorise(ctx.actor, 'tokens.service');
  return (await selectEnding(ctx.db, now, before, maxEnding)).map(({ hash: _hash, createdAt: _at, ...line }) => line);
}

/** Ends a token at once. Its owner may, and whoever may make them for services. */
export async function revokeToken(ctx: Ctx, input: { id: string }): Promise<void> {
  authorise(ctx.actor, 'tokens.create');
  await write(ctx, async (w) => {
    const token = await selectToken(w.db, input.id);
    if (!token || (token.personId !== ctx.actor.id && !maySeeAll(ctx.actor)))
      throw new LeewayError('not-found', `You have no token “${input.id}”.`, { field: 'id' });
    if (await markRevoked(w.db, token.id, new Date()))
      w.audit({ verb: 'people.revoke-token', subject: `token:${token.id}`, detail: { name: token.name } });
  });
}

/** What a person alone may let a token of theirs do: somebody must answer for it. */
export const personalScopes: readonly string[] = ['approvals.request', 'approvals.vote', 'tokens.create'] satisfies Permission[];

export interface Authenticated {
  actor: Actor;
  scopes: readonly string[];
}

const shape = /^leeway_([0-9a-f]{16})_([\w-]{43})$/;

/**
 * The one behind a bearer token, at an instant of real time. A person's token acts as that person, with what they may do
 * today and no more than the token's scopes. Throws `unauthenticated`, the same for unknown, revoked and ended.
 */
export async function authenticate(ctx: Pick<Ctx, 'db'>, token: string, now = new Date()): Promise<Authenticated> {
  const [, id, secret] = shape.exec(token) ?? [];
  const row = id === undefined ? undefined : await selectToken(ctx.db, id);
  if (!row || !secret || !sameHash(row.hash, hashOf(secret)) || row.revokedAt) throw refused();
  const usedAt = row.lastUsedAt ?? row.createdAt;
  // A clock that steps back does not open again what was seen to have ended.
  if (row.expiresAt <= usedAt) throw refused();
  const isOver = row.expiresAt <= now;
  // Noted now and then only: a look-up is not to become a write.
  if (isOver || row.lastUsedAt === null || now.getTime() - usedAt.getTime() > notedEveryMs) await markUsed(ctx.db, row.id, now);
  if (isOver) throw refused();
  return { actor: await actorBehind(ctx, row), scopes: row.scopes };
}

async function actorBehind(ctx: Pick<Ctx, 'db'>, row: ApiTokenRow): Promise<Actor> {
  if (row.personId === null) return { kind: 'service', id: `token:${row.id}`, name: row.name, scopes: row.scopes };
  const [person] = await selectPersons(ctx.db, [row.personId]);
  if (!person?.active) throw refused();
  return { ...actorFor(person, `token/${row.id}`), scopes: row.scopes };
}

const refused = () =>
  new LeewayError('unauthenticated', 'The token is unknown, revoked or past its end.', {
    hint: 'Make a new one: leeway token create, or /leeway token in Slack.',
  });
/** An operator's token that was made for less is good for their own tokens alone. */
const maySeeAll = (actor: Actor) =>
  may(actor, 'tokens.service') && (actor.kind !== 'person' || (actor.scopes?.includes('tokens.service') ?? true));
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const sameHash = (a: string, b: string): boolean => timingSafeEqual(Buffer.from(a, 'hex'), Buffer.from(b, 'hex'));
