import type { WriteCtx } from '../audit/write.ts';
import { assertMayDelegate } from './rules.ts';
import { selectDelegations, upsertDelegation } from './store.ts';

const maxDelegations = 500;

/**
 * One person lets another answer for them on one card, until it is settled. The caller holds the lock of the card's
 * subject, authorises and audits. Throws `forbidden` for oneself, a circle, or somebody who must not decide.
 */
export async function delegate(
  w: WriteCtx,
  cardId: string,
  wish: { fromId: string; toId: string },
  names: { name(personId: string): string; barred: ReadonlyMap<string, string> },
): Promise<void> {
  assertMayDelegate(await selectDelegations(w.db, cardId, maxDelegations), wish, names);
  await upsertDelegation(w.db, { cardId, ...wish, at: w.now });
}
