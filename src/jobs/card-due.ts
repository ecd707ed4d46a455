import { cardDue as requestDue } from '../approvals/card-due.ts';
import { readCard } from '../cards/read-card.ts';
import { changeDue } from '../changes/change-due.ts';
import type { Ctx } from '../db/ctx.ts';
import type { CardKind } from '../db/schema/cards.ts';
import { caseDue } from '../feedback/case-due.ts';
import { framingDue } from '../framing/framing-due.ts';

interface CardDue {
  cardId: string;
  kind: string;
}

/** Who does what came due on the cards of each kind. */
const kinds: Partial<Record<CardKind, (ctx: Ctx, due: CardDue) => Promise<void>>> = {
  approval: requestDue,
  case: caseDue,
  change: changeDue,
  framing: framingDue,
};

/** Hands what came due on a card to the feature whose card it is. */
export async function cardDue(ctx: Ctx, due: CardDue): Promise<void> {
  const card = await readCard(ctx, due.cardId);
  const take = kinds[card.kind];
  if (take) await take(ctx, due);
  else
    ctx.log.warn({ code: 'card-due-unknown', ...due, cardKind: card.kind }, 'nobody does what comes due on cards of this kind');
}
