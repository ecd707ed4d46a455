import { readAuditEntries } from '../audit/read-entries.ts';
import type { Ctx } from '../db/ctx.ts';
import type { TokenAnswer, TokenRequest } from '../http/deps.ts';
import { createToken, listTokens, revokeToken, type TokenInput, type TokenLine, personalScopes } from '../people/tokens.ts';
import { LeewayError } from '../shared/errors.ts';
import { commandActor } from './command-actor.ts';

/**
 * Carries out what `leeway token` asked, in the server or in the command's own process. Its tokens are services' alone:
 * whoever can use this machine must not become another person by it.
 */
export async function tokenRequest(base: Omit<Ctx, 'actor'>, request: TokenRequest): Promise<TokenAnswer> {
  const ctx: Ctx = { ...base, actor: await commandActor(base, request) };
  const { verb, id = '', name = '', scopes = [], days } = request;
  switch (verb) {
    case 'create': {
      assertForService(scopes);
      const wish = { name, for: 'service', scopes, ...(days === undefined ? {} : { days }) } as TokenInput;
      const made = await createToken(ctx, wish);
      const notes = [
        `Token ${made.id} works until ${made.expiresAt.toISOString()}. It is shown this once: keep it where the program finds it.`,
      ];
      return { lines: [made.token], notes };
    }
    case 'list': {
      if (id) return { lines: await linesAbout(ctx, id), notes: [] };
      const tokens = await listTokens(ctx);
      const now = new Date();
      return tokens.length === 0
        ? { lines: [], notes: ['There are no tokens.'] }
        : { lines: tokens.map((one) => lineOf(one, now)), notes: [] };
    }
    case 'revoke':
      await revokeToken(ctx, { id });
      return { lines: [], notes: [`Token ${id} is revoked.`] };
  }
}

const maxDeeds = 1_000;

/** A token and everything that was changed with it, for when it fell into wrong hands. What was only read is not recorded. */
async function linesAbout(ctx: Ctx, id: string): Promise<string[]> {
  const token = (await listTokens(ctx)).find((one) => one.id === id);
  if (!token)
    throw new LeewayError('not-found', `There is no token “${id}”.`, { field: 'id', hint: 'leeway token list has all.' });
  const by = token.personId === null ? { actorId: `token:${id}` } : { actorId: token.personId, account: `token/${id}` };
  const entries = await readAuditEntries(ctx, { by, limit: maxDeeds + 1 });
  if (entries.length > maxDeeds)
    throw new LeewayError('too-large', `More than ${maxDeeds} changes were made with this token, and no more are listed here.`, {
      hint: 'leeway audit export has those of a model.',
    });
  const deeds = entries.map(({ seq, at, verb, subject }) => `${seq}  ${at.toISOString()}  ${verb}  ${subject}`);
  return [lineOf(token, new Date()), ...(deeds.length > 0 ? deeds : ['Nothing was changed with it.'])];
}

function assertForService(scopes: readonly string[]): void {
  const wrong = scopes.find((one) => personalScopes.includes(one));
  if (wrong === undefined) return;
  throw new LeewayError('forbidden', `A program can never have the scope ${wrong}: somebody must answer for it.`, {
    field: 'scopes',
    hint: 'A person makes a token of their own with /leeway token in Slack.',
  });
}

const lineOf = ({ id, name, personId, scopes, expiresAt, revokedAt, lastUsedAt }: TokenLine, now: Date): string =>
  [
    id,
    name,
    personId === null ? 'service' : `of ${personId}`,
    revokedAt ? `revoked ${revokedAt.toISOString()}` : `${expiresAt <= now ? 'ended' : 'until'} ${expiresAt.toISOString()}`,
    lastUsedAt ? `used ${lastUsedAt.toISOString().slice(0, 16)}Z` : 'never used',
    scopes.join(' '),
  ].join('  ');
