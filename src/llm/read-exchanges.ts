import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { selectExchanges, type ExchangeRow } from './store.ts';

export type { ExchangeRow } from './store.ts';

/** An edition or an answer has one; more could only be of a mistake, and are shown too. */
const maxShown = 5;

/** What was put to the language model for `edition:<id>` or `answer:<id>`, word for word, and what became of it. */
export async function readExchanges(ctx: Ctx, { subject }: { subject: string }): Promise<ExchangeRow[]> {
  authorise(ctx.actor, 'audit.read');
  return selectExchanges(ctx.db, { subject, limit: maxShown });
}
