import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { markDueDone, selectDue, selectNextDue, type CardDue } from './store.ts';

export type { CardDue } from './store.ts';

/** What has come due on cards, oldest first; what does not fit the limit is still due at the next look. */
export const dueCards = (ctx: Pick<Ctx, 'db' | 'now'>, limit = 100): Promise<CardDue[]> =>
  selectDue(ctx.db, ctx.now, Math.min(limit, 500));

/** Takes one of them; false when another process was quicker or the card was settled meanwhile. */
export const claimCardDue = (w: WriteCtx, due: CardDue): Promise<boolean> => markDueDone(w.db, due, w.now);

/** The next instant at which a card needs attention. */
export const nextCardDue = (ctx: Pick<Ctx, 'db'>): Promise<Date | undefined> => selectNextDue(ctx.db);
