import type { WriteCtx } from '../audit/write.ts';
import { eraseWordsOf } from './store.ts';

/** Takes away a person's lines to their answers, in the transaction of a verb. Returns the rounds; the answers stay. */
export const forgetSampleWords = (w: WriteCtx, personId: string): Promise<string[]> => eraseWordsOf(w.db, personId);
