import type { WriteCtx } from '../audit/write.ts';
import { eraseActionWords, selectMergedInto } from './case-store.ts';
import { deleteDrafts } from './drafts-store.ts';
import { eraseCaseWords } from './store.ts';
import { eraseWhy } from './usefulness-store.ts';

/** Takes away a person's words in cases and votes on usefulness, in the transaction of a verb. Returns the cases. */
export async function forgetCaseWords(w: WriteCtx, personId: string): Promise<string[]> {
  await eraseWhy(w.db, personId);
  await deleteDrafts(w.db, personId);
  const planned = await eraseActionWords(w.db, personId);
  const cases = [...new Set([...(await eraseCaseWords(w.db, personId)), ...planned])];
  // What was joined with another case is shown there as well.
  return [...new Set([...cases, ...(await selectMergedInto(w.db, cases))])];
}
