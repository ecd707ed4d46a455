import { write } from '../../audit/write.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readMessageAt } from '../../outbox/read-messages.ts';
import { say } from '../../outbox/say.ts';
import type { Desk } from '../attend.ts';
import type { Asked } from './answer-in-thread.ts';

/**
 * What is written under a card, or under one's own letter of it, belongs to its subject and not to us. False where it is
 * no such thread, or where the subject leaves it to be answered as a question.
 */
export async function replyToCard(desk: Desk, ctx: Ctx, { message, text, addressed, eventId }: Asked): Promise<boolean> {
  const { channel, thread_ts: root } = message;
  if (root === undefined || text.trim() === '') return false;
  const parent = await readMessageAt(ctx, channel, root);
  const { cardId, personId } = parent?.data ?? {};
  if (!parent || typeof cardId !== 'string' || (parent.kind !== 'card' && parent.kind !== 'card-letter')) return false;
  const letterOf = parent.kind === 'card-letter' && typeof personId === 'string' ? { letterOf: personId } : {};
  // A message has one place, whatever number of events tell of it.
  const clientKey = `reply:${channel}:${message.ts}`;
  const taken = await desk.deps.verbs.replyToCard(ctx, { cardId, ...letterOf, words: text, addressed, clientKey });
  if (!taken) return false;
  const { sentence } = taken;
  if (sentence)
    await write(ctx, (w) =>
      say(w, { kind: 'notice', data: { text: sentence }, destination: channel, threadTs: root, dedupeKey: `taken:${eventId}` }),
    );
  return true;
}
