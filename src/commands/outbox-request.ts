import type { Ctx } from '../db/ctx.ts';
import type { OutboxAnswer, OutboxRequest } from '../http/deps.ts';
import { dropParked, listParked, resendParked, type ParkedMessage } from '../outbox/settle-parked.ts';
import { dropTrouble, listTrouble, resendTrouble, undoDrop, type Trouble } from '../outbox/trouble.ts';
import { commandActor } from './command-actor.ts';

/** Carries out what `leeway outbox` asked, in the server or in the command's own process. */
export async function outboxRequest(base: Omit<Ctx, 'actor'>, request: OutboxRequest): Promise<OutboxAnswer> {
  const ctx: Ctx = { ...base, actor: await commandActor(base, request) };
  const { verb, id = '', reason = '' } = request;
  switch (verb) {
    case 'list':
      return { lines: await listLines(ctx) };
    case 'resend': {
      if (isCause.test(id)) {
        const { isHeld, count } = await resendTrouble(ctx, { key: id });
        return { lines: [isHeld ? 'One of them is tried now; if it goes out, all do.' : `${said(count)} queued again.`] };
      }
      const dropId = /^dropped:(.+)$/.exec(id)?.[1];
      if (dropId) {
        const { count } = await undoDrop(ctx, { dropId });
        return { lines: [`${said(count)} parked again, as before the drop.`] };
      }
      await resendParked(ctx, { id });
      return { lines: [`${id} is queued again.`] };
    }
    case 'drop':
      if (isCause.test(id)) {
        const { count, dropId } = await dropTrouble(ctx, { key: id, reason });
        return { lines: [`${said(count)} dropped. To take it back: leeway outbox resend dropped:${dropId}`] };
      }
      await dropParked(ctx, { id, reason });
      return { lines: [`${id} is dropped.`] };
  }
}

/** A cause of many messages is one thing to do, and is named in place of an id. */
const isCause = /^(?:hold|parked):/;
const said = (count: number) => (count === 1 ? '1 message is' : `${count} messages are`);

/** What is held, and what was parked by the hundred, a cause at a time; after that the messages that are alone with theirs. */
async function listLines(ctx: Ctx): Promise<string[]> {
  const { troubles, more: moreCauses } = await listTrouble(ctx);
  const { messages, more } = await listParked(ctx);
  const shared = troubles.filter((one) => one.isHeld || one.count > 1);
  const alone = messages.filter(({ cause }) => !shared.some((one) => one.key === `parked:${cause ?? 'unknown'}`));
  if (shared.length + alone.length === 0) return ['No message waits for you.'];
  const isCut = moreCauses || (more && alone.length > 0);
  return [...shared.flatMap(causeLines), ...alone.flatMap(linesOf), ...(isCut ? ['There are more: settle these first.'] : [])];
}

function causeLines({ key, isHeld, count, doubtful, places, placeCount, why }: Trouble): string[] {
  const others = placeCount - places.length;
  const to = places.length === 0 ? 'everybody' : [...places, ...(others > 0 ? [`${others} more`] : [])].join(', ');
  const waits = isHeld ? 'held' : 'parked';
  return [
    `${key}  ${said(count)} ${waits}, to ${to}${doubtful > 0 ? `; ${doubtful} may have arrived and are looked for first` : ''}`,
    `    ${why}`,
  ];
}

const linesOf = ({ id, kind, destination, madeAt, attempts, lastError }: ParkedMessage): string[] => [
  `${id}  ${kind} to ${destination}, made ${madeAt.toISOString()}, ${attempts === 1 ? '1 try' : `${attempts} tries`}`,
  `    ${lastError ?? 'no reason is known'}`,
];
