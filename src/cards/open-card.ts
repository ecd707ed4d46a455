import type { WriteCtx } from '../audit/write.ts';
import type { CardKind } from '../db/schema/cards.ts';
import { say, sayAll } from '../outbox/say.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { cancelDue, insertCard, insertDue, insertLetters, updatePart, upsertDue } from './store.ts';

/** A person who gets the card as a direct message too, in the words of the part they have in it. */
export interface Letter {
  personId: string;
  part: string;
}
export interface Due {
  /** The feature's own word: `remind`, `escalate`, `expire`, … */
  kind: string;
  dueAt: Date;
}

export const maxLetters = 200;

/** Opens the one message that stands for a subject, with a direct message to each person concerned. */
export async function openCard(
  w: WriteCtx,
  input: { kind: CardKind; subjectId: string; destination: string; letters: Letter[]; due: Due[] },
): Promise<{ cardId: string; messageId: string }> {
  const { letters, due, ...subject } = input;
  const [cardId, messageId] = [newId(), newId()];
  await insertCard(w.db, { id: cardId, ...subject, messageId, openedAt: w.now });
  await say(w, { id: messageId, kind: 'card', data: { cardId }, destination: input.destination, dedupeKey: `card ${cardId}` });
  await addLetters(w, cardId, letters);
  await planDue(w, cardId, due);
  return { cardId, messageId };
}

/** Sends a card to people who have not had it yet: a deputy, a delegate, whoever an escalation reaches. */
export async function addLetters(w: WriteCtx, cardId: string, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return;
  if (letters.length > maxLetters) throw new LeewayError('too-large', `A card goes to at most ${maxLetters} people at once.`);
  const rows = letters.map((letter) => ({ cardId, ...letter, messageId: newId(), sentAt: w.now }));
  const sent = await insertLetters(w.db, rows);
  await sayAll(
    w,
    sent.map(({ personId, messageId }) => ({
      id: messageId,
      kind: 'card-letter' as const,
      data: { cardId, personId },
      destination: `person:${personId}`,
      dedupeKey: `card-letter ${cardId} ${personId}`,
    })),
  );
}

/** What is to come due on a card; the tick hands it to the feature whose card it is. */
export async function planDue(w: WriteCtx, cardId: string, due: Due[]): Promise<void> {
  if (due.length > 0)
    await insertDue(
      w.db,
      due.map((one) => ({ cardId, ...one })),
    );
}

/** Another plan: what was still to come due on the card does not come any more. */
export async function replaceDue(w: WriteCtx, cardId: string, due: Due[]): Promise<void> {
  await cancelDue(w.db, cardId, w.now);
  const rows = due.map((one) => ({ cardId, ...one }));
  if (rows.length > 0) await upsertDue(w.db, rows);
}

/** Whoever has the card already has another part in it from now on; their letter says so when the card moves next. */
export const changePart = (w: WriteCtx, cardId: string, letter: Letter): Promise<void> => updatePart(w.db, { cardId, ...letter });
