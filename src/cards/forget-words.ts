import type { WriteCtx } from '../audit/write.ts';
import { eraseEventWords } from './store.ts';

/** Takes away what a person said on cards, in the transaction of a verb, which authorises and audits. Returns the lines. */
export const forgetCardWords = (w: WriteCtx, personId: string): Promise<{ id: string; cardId: string }[]> =>
  eraseEventWords(w.db, personId);
