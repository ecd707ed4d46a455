import type { WriteCtx } from '../audit/write.ts';
import { refreshShowing } from '../outbox/refresh-messages.ts';
import { say, sayAll } from '../outbox/say.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { maxLetters } from './open-card.ts';
import { bumpRevision, cancelDue, insertEvent, selectLetters, type Card, type CardLetter } from './store.ts';

/** What happened, for the thread: the feature's own kind, who did it, what they said, what else a sentence needs. */
export interface Happening {
  /** Made by the caller where the audit chain holds a hash of its words. */
  id?: string;
  kind: string;
  personId?: string;
  words?: string;
  data?: Record<string, unknown>;
  /** It was written in the card's own thread, where it stands already. */
  inThread?: boolean;
}
export interface Move {
  happening?: Happening;
  /** The subject has come to its end: nothing more comes due, and the letters say so. */
  settled?: boolean;
  /** The subject had come to its end, and goes on after all. */
  reopened?: boolean;
  /** Parts whose owners are told of the happening by a line under their letter as well. */
  tell?: string[];
  /** People who are told so too, whatever their part. */
  tellPersons?: readonly string[];
}

/**
 * Says that a card's subject has changed: one revision on, the message and everybody's letter edited in place (rendered
 * from the database when they are sent, so that only the newest state is ever shown), a line added to its thread.
 */
export async function moveCard(
  w: WriteCtx,
  cardId: string,
  { happening, settled = false, reopened = false, tell = [], tellPersons = [] }: Move,
): Promise<Card> {
  const card = await bumpRevision(w.db, cardId, settled ? w.now : reopened ? null : undefined);
  if (!card) throw new LeewayError('not-found', 'There is no such card.');
  if (settled) {
    await cancelDue(w.db, cardId, w.now);
    // Texts that ask for it, such as a digest, were said with this among what they show.
    await refreshShowing(w, `${card.kind}:${card.subjectId}`);
  }
  const letters = await selectLetters(w.db, cardId, maxLetters * 5);
  const key = `${cardId} ${card.revision}`;
  const { destination, messageId } = card;
  await say(w, { kind: 'card', data: { cardId }, destination, updates: messageId, dedupeKey: `card ${key}` });
  await sayAll(
    w,
    letters.map(({ personId, messageId: updates }) => ({
      kind: 'card-letter' as const,
      data: { cardId, personId },
      destination: `person:${personId}`,
      updates,
      dedupeKey: `card-letter ${key} ${personId}`,
    })),
  );
  if (happening)
    await addLine(
      w,
      card,
      happening,
      letters.filter((letter) => tell.includes(letter.part) || tellPersons.includes(letter.personId)),
    );
  return card;
}

/** A line in a card's thread that changes nothing a reader of the card sees: what was clicked before still stands. */
export async function sayUnderCard(w: WriteCtx, card: Card, happening: Happening, tell: string[] = []): Promise<void> {
  const letters = await selectLetters(w.db, card.id, maxLetters * 5);
  await addLine(
    w,
    card,
    happening,
    letters.filter((letter) => tell.includes(letter.part)),
  );
}

/** A line of the history: in the card's thread, and under the letters of those who are told of every step. */
async function addLine(w: WriteCtx, card: Card, happening: Happening, told: CardLetter[]): Promise<void> {
  const { id: eventId = newId(), inThread = false, ...said } = happening;
  await insertEvent(w.db, { id: eventId, cardId: card.id, at: w.now, ...said });
  const line = { kind: 'card-event' as const, data: { eventId } };
  const { destination, messageId } = card;
  if (!inThread) await say(w, { ...line, destination, threadOf: messageId, dedupeKey: `card-event ${eventId}` });
  for (const { personId, messageId: threadOf } of told) {
    if (personId === happening.personId) continue;
    await say(w, { ...line, destination: `person:${personId}`, threadOf, dedupeKey: `card-event ${eventId} ${personId}` });
  }
}
