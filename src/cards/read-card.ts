import type { CardKind } from '../db/schema/cards.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { maxLetters } from './open-card.ts';
import { selectCard, selectCardOf, selectDelegations, selectEvent, selectEvents, selectLetters } from './store.ts';
import type { Card, CardDelegation, CardEvent, CardLetter } from './store.ts';

export type { Card, CardDelegation, CardEvent, CardLetter } from './store.ts';

type With = Pick<Ctx, 'db'>;
const maxEvents = 2_000;
const maxDelegations = 500;

export async function readCard(ctx: With, id: string): Promise<Card> {
  const card = await selectCard(ctx.db, id);
  if (!card) throw new LeewayError('not-found', 'There is no such card.');
  return card;
}

/** The card of a subject; undefined before it was opened. */
export const findCard = (ctx: With, kind: CardKind, subjectId: string): Promise<Card | undefined> =>
  selectCardOf(ctx.db, kind, subjectId);

export const readLetters = (ctx: With, cardId: string): Promise<CardLetter[]> => selectLetters(ctx.db, cardId, maxLetters * 5);

/** A card's history from its beginning. Throws `too-large` beyond 2,000 lines. */
export async function readEvents(ctx: With, cardId: string): Promise<CardEvent[]> {
  const events = await selectEvents(ctx.db, cardId, maxEvents + 1);
  if (events.length > maxEvents) throw new LeewayError('too-large', `A card's history is read up to ${maxEvents} lines.`);
  return events;
}

export async function readEvent(ctx: With, id: string): Promise<CardEvent> {
  const event = await selectEvent(ctx.db, id);
  if (!event) throw new LeewayError('not-found', 'There is no such line.');
  return event;
}

export const readDelegations = (ctx: With, cardId: string): Promise<CardDelegation[]> =>
  selectDelegations(ctx.db, cardId, maxDelegations);
