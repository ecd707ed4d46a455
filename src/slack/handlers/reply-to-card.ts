import { write } from '../../audit/write.ts';
import type { Ctx } from '../../db/ctx.ts';
import { readMessageAt } from '../../outbox/read-messages.ts';
import { say } from '../../outbox/say.ts';
import { isLeewayError } from '../../shared/errors.ts';
import type { Desk } from '../attend.ts';
import { sayError } from '../views/note.ts';
import type { Asked } from './answer-in-thread.ts';

/**
 * What is written under a card, or under one's own letter of it, belongs to its subject and not to us. False where it is
 * no such thread, or where the subject leaves it to be answered as a question.
 */
export async function replyToCard(desk: Desk, ctx: Ctx, asked: Asked): Promise<boolean> {
  const { message, text, addressed, eventId } = asked;
  const { channel, thread_ts: root, files } = message;
  const isEmpty = text.trim() === '';
  if (root === undefined || (isEmpty && files.length === 0)) return false;
  const parent = await readMessageAt(ctx, channel, root);
  const { cardId, personId } = parent?.data ?? {};
  if (!parent || typeof cardId !== 'string' || (parent.kind !== 'card' && parent.kind !== 'card-letter')) return false;
  const letterOf = parent.kind === 'card-letter' && typeof personId === 'string' ? { letterOf: personId } : {};
  // A message has one place, whatever number of events tell of it.
  const clientKey = `reply:${channel}:${message.ts}`;
  const taken = isEmpty ? {} : await take(desk, ctx, { cardId, ...letterOf, words: text, addressed, clientKey });
  if (!taken) return false;
  const kept = files.length > 0 && (addressed || !isEmpty) ? (isEmpty ? onlyWords : filesStay) : '';
  const told = [taken.sentence, kept].filter(Boolean).join(' ');
  if (told)
    await write(ctx, (w) =>
      say(w, { kind: 'notice', data: { text: told }, destination: channel, threadTs: root, dedupeKey: `taken:${eventId}` }),
    );
  return true;
}

const onlyWords = 'I pass on words only: say what it shows, and it goes to the other side.';
const filesStay = 'Pictures and files stay here: only the words were passed on.';

/** What is refused is said where it was written, whether or not Leeway was spoken to: otherwise it would seem to be passed on. */
async function take(desk: Desk, ctx: Ctx, reply: Parameters<typeof desk.deps.verbs.replyToCard>[1]) {
  try {
    return await desk.deps.verbs.replyToCard(ctx, reply);
  } catch (error) {
    if (!isLeewayError(error) || error.code === 'config') throw error;
    const { sentence, hint } = sayError(error, '');
    return { sentence: ['That was not passed on.', sentence, hint].filter(Boolean).join(' ') };
  }
}
