import type { WriteCtx } from '../audit/write.ts';
import { deleteDrafts } from './drafts-store.ts';
import { eraseCaseWords } from './store.ts';
import { eraseWhy } from './usefulness-store.ts';

/** Takes away a person's words in cases and votes on usefulness, in the transaction of a verb. Returns the cases. */
export async function forgetCaseWords(w: WriteCtx, personId: string): Promise<string[]> {
  await eraseWhy(w.db, personId);
  await deleteDrafts(w.db, personId);
  return eraseCaseWords(w.db, personId);
}
