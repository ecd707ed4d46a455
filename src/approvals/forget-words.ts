import type { WriteCtx } from '../audit/write.ts';
import { eraseRequestWords, eraseVoteWords } from './forget-store.ts';

/** Takes away a person's words in requests and votes, in the transaction of a verb. Returns the requests they stood in. */
export async function forgetApprovalWords(w: WriteCtx, personId: string): Promise<string[]> {
  return [...new Set([...(await eraseRequestWords(w.db, personId)), ...(await eraseVoteWords(w.db, personId))])];
}
