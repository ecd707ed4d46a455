import { readPersons } from '../../people/read-persons.ts';
import { createToken, listTokens, revokeToken, type TokenInput } from '../../people/tokens.ts';
import type { Ctx } from '../../db/ctx.ts';
import { sayInstant } from '../../shared/period.ts';
import type { Reply, SlackVerbs } from '../verbs.ts';

type TokenVerbs = Pick<SlackVerbs, 'tokenForm' | 'makeToken'>;

export const tokenVerbs: TokenVerbs = {
  async tokenForm(ctx) {
    const zone = await zoneOf(ctx);
    const now = new Date();
    const mine = (await listTokens(ctx)).filter((one) => one.personId === ctx.actor.id && !one.revokedAt && one.expiresAt > now);
    return { tokens: mine.map(({ id, name, expiresAt }) => ({ id, name, ends: sayInstant(expiresAt, zone) })) };
  },
  async makeToken(ctx, { name, days, scopes }) {
    const made = await createToken(ctx, { name, days, scopes, for: 'self' } as TokenInput);
    return { id: made.id, token: made.token, ends: sayInstant(made.expiresAt, await zoneOf(ctx)) };
  },
};

const wish = /^tokens?(?: revoke ([0-9a-f]{16}))?$/i;

/** `/leeway token` opens the form, `/leeway token revoke …` ends one of one's own; undefined for anything else. */
export async function tokenReply(ctx: Ctx, text: string): Promise<Reply | undefined> {
  const [matched, id] = wish.exec(text.trim().replace(/\s+/g, ' ')) ?? [];
  if (matched === undefined) return undefined;
  if (id === undefined) return { is: 'token' };
  await revokeToken(ctx, { id });
  return { is: 'note', sentence: 'That token is revoked: whoever has it can do nothing more with it.' };
}

async function zoneOf(ctx: Ctx): Promise<string> {
  return (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id)?.zone ?? 'utc';
}
