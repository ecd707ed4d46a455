import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { say } from '../outbox/say.ts';
import { listOperators } from '../people/list-administrators.ts';
import { endingTokens, type TokenLine } from '../people/tokens.ts';
import { dayIn, sayDayYear } from '../shared/period.ts';

const warnDays = [14, 3];
const dayMs = 86_400_000;

/**
 * Once a day: says of tokens that end soon when they do, two weeks and three days before. A person’s own is that person’s
 * matter; a program’s is the operators’. A token that nobody used lately is said to be that. Real time, as tokens’ ends are.
 */
export async function warnEndingTokens(ctx: Ctx, now = new Date()): Promise<number> {
  let said = 0;
  const operators = await listOperators(ctx);
  for (const token of await endingTokens(ctx, now, new Date(now.getTime() + warnDays[0]! * dayMs))) {
    const left = (token.expiresAt.getTime() - now.getTime()) / dayMs;
    const step = warnDays.findLast((days) => left <= days)!;
    await write(ctx, async (w) => {
      for (const personId of token.personId ? [token.personId] : operators) {
        const text = sentence(token);
        const key = `token-ends:${token.id}:${step}:${personId}`;
        if (await say(w, { kind: 'notice', data: { text }, destination: `person:${personId}`, dedupeKey: key })) said++;
      }
    });
  }
  return said;
}

function sentence({ id, name, personId, expiresAt, lastUsedAt }: TokenLine): string {
  const used = lastUsedAt ? `It was last used on ${sayDayYear(dayIn('utc', lastUsedAt))}.` : 'It was never used.';
  const whose = personId ? `Your token “${name}”` : `The token “${name}” of a program`;
  const how = personId ? '/leeway token in Slack makes a new one' : '“leeway token create” makes a new one';
  return `${whose} (${id}) ends on ${sayDayYear(dayIn('utc', expiresAt))}. ${used} If it is still needed, ${how}; put that in its place before then.`;
}
