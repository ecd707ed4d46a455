import type { Ctx } from '../db/ctx.ts';
import { addDays, type Day } from '../shared/period.ts';
import type { Exchange } from './language-model.ts';
import { deleteExchanges, deleteUseBefore, insertExchange, type ExchangeRow } from './store.ts';

export type Verdict = ExchangeRow['verdict'];

export interface Judged {
  /** `edition:<id>` or `answer:<id>`; null where nothing came of it. */
  subject: string | null;
  verdict: Verdict;
  /** Why, in a sentence; the exchange's own failure when left out. */
  reason?: string;
  /** Of a digest: each sentence with its verdict. */
  detail?: unknown;
}

/** As long as an evidence pack is likely to be asked for; what an edition or an answer says of it stays with that. */
export const keptDays = 92;
const maxAtOnce = 200;
const dayMs = 86_400_000;

/**
 * Keeps what went back and forth with what became of it, and drops what is older than 92 days. It changes nothing that
 * anybody decides by, so it is no entry of the audit chain; an edition's own entry names the sentences that were used.
 */
export async function keepExchange(ctx: Pick<Ctx, 'db' | 'now'>, exchange: Exchange, judged: Judged): Promise<void> {
  const { failure, ...said } = exchange;
  await insertExchange(ctx.db, {
    ...said,
    subject: judged.subject,
    verdict: judged.verdict,
    reason: judged.reason ?? failure,
    detail: judged.detail ?? null,
    at: ctx.now,
  });
  await deleteExchanges(ctx.db, new Date(ctx.now.getTime() - keptDays * dayMs), maxAtOnce);
}

/** Counts of calls are kept as long, by real days. */
export const pruneUse = (ctx: Pick<Ctx, 'db'>, today: Day): Promise<void> => deleteUseBefore(ctx.db, addDays(today, -keptDays));
