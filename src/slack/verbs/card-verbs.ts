import { readCard, readEvent, readLetters } from '../../cards/read-card.ts';
import type { CardKind } from '../../db/schema/cards.ts';
import { LeewayError } from '../../shared/errors.ts';
import type { CardKindVerbs } from '../card-kind.ts';
import type { SlackVerbs } from '../verbs.ts';
import { ideaCards } from './idea-cards.ts';
import { caseCards } from './case-cards.ts';
import { changeCards } from './change-cards.ts';
import { approvalCards } from './approval-cards.ts';

type CardVerbs = Pick<SlackVerbs, 'card' | 'cardLetter' | 'cardEvent' | 'replyToCard'>;

/** Who shows and answers the cards of each kind. */
const kinds: Partial<Record<CardKind, CardKindVerbs>> = {
  approval: approvalCards,
  case: caseCards,
  change: changeCards,
  framing: ideaCards,
};

/** What the outbox's messages about a card are made of when they are sent, and where a reply under one goes. */
export const cardVerbs: CardVerbs = {
  async card(ctx, { cardId, message }) {
    const card = await readCard(ctx, cardId);
    return of(card.kind).card(ctx, card, message);
  },
  async cardLetter(ctx, { cardId, personId, message }) {
    const card = await readCard(ctx, cardId);
    const part = (await readLetters(ctx, cardId)).find((one) => one.personId === personId)?.part;
    return of(card.kind).letter(ctx, card, { personId, part }, message);
  },
  async cardEvent(ctx, { eventId, destination }) {
    const event = await readEvent(ctx, eventId);
    const card = await readCard(ctx, event.cardId);
    return of(card.kind).event(ctx, card, event, destination);
  },
  async replyToCard(ctx, { cardId, letterOf, ...reply }) {
    const card = await readCard(ctx, cardId);
    const verbs = of(card.kind);
    if (!verbs.reply) return undefined;
    const letter = letterOf && (await readLetters(ctx, cardId)).find((one) => one.personId === letterOf);
    return verbs.reply(ctx, card, { ...reply, ...(letter ? { letter } : {}) });
  },
};

function of(kind: CardKind): CardKindVerbs {
  const found = kinds[kind];
  if (!found) throw new LeewayError('invalid', `A card of kind “${kind}” has no view.`);
  return found;
}
