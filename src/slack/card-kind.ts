import type { Card, CardEvent, CardLetter } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Outgoing } from './blocks.ts';

/** A card or letter as it is sent, with the revision of the card that it shows. */
export type ShownCard = Outgoing & { revision: number };

/** What somebody wrote in the thread of a card, or of their own letter of it. */
export interface ThreadReply {
  words: string;
  /** Written under the person's own letter, where nobody else reads along; otherwise under the card in its channel. */
  letter?: CardLetter;
  /** Leeway was spoken to: by mention, or in a direct message. */
  addressed: boolean;
  /** The same for a reply that is delivered twice. */
  clientKey: string;
}

/**
 * How the cards of one kind are shown and answered. Each reads the subject as it is now. `message` is the outbox id of
 * the message that stands, for its buttons to carry.
 */
export interface CardKindVerbs {
  card(ctx: Ctx, card: Card, message: string): Promise<ShownCard>;
  letter(ctx: Ctx, card: Card, to: { personId: string; part: string | undefined }, message: string): Promise<ShownCard>;
  /** A line of its history. `destination`: a channel, or `person:<id>` where it stands under their letter. */
  event(ctx: Ctx, card: Card, event: CardEvent, destination: string): Promise<Outgoing>;
  /** Takes a reply in and says what became of it, where that is not seen at once; `undefined` leaves it to be answered as a question. */
  reply?(ctx: Ctx, card: Card, reply: ThreadReply): Promise<{ sentence?: string } | undefined>;
}
