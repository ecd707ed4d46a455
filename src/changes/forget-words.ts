import type { WriteCtx } from '../audit/write.ts';
import { eraseWords } from './store.ts';

/** Takes away a person's words about changes, in the transaction of a verb. Returns the changes. */
export const forgetChangeWords = (w: WriteCtx, personId: string): Promise<string[]> => eraseWords(w.db, personId);
