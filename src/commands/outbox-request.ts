import type { Ctx } from '../db/ctx.ts';
import type { OutboxAnswer, OutboxRequest } from '../http/deps.ts';
import { dropParked, listParked, resendParked, type ParkedMessage } from '../outbox/settle-parked.ts';
import { commandActor } from './command-actor.ts';

/** Carries out what `leeway outbox` asked, in the server or in the command's own process. */
export async function outboxRequest(base: Omit<Ctx, 'actor'>, request: OutboxRequest): Promise<OutboxAnswer> {
  const ctx: Ctx = { ...base, actor: await commandActor(base, request) };
  const { verb, id = '', reason = '' } = request;
  switch (verb) {
    case 'list': {
      const { messages, more } = await listParked(ctx);
      if (messages.length === 0) return { lines: ['No message waits for you.'] };
      return { lines: [...messages.flatMap(linesOf), ...(more ? ['There are more: settle these first.'] : [])] };
    }
    case 'resend':
      await resendParked(ctx, { id });
      return { lines: [`${id} is queued again.`] };
    case 'drop':
      await dropParked(ctx, { id, reason });
      return { lines: [`${id} is dropped.`] };
  }
}

const linesOf = ({ id, kind, destination, madeAt, attempts, lastError }: ParkedMessage): string[] => [
  `${id}  ${kind} to ${destination}, made ${madeAt.toISOString()}, ${attempts === 1 ? '1 try' : `${attempts} tries`}`,
  `    ${lastError ?? 'no reason is known'}`,
];
