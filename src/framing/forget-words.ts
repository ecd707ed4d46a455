import type { WriteCtx } from '../audit/write.ts';
import { eraseWords } from './store.ts';

/** Takes away what a person said in ideas, in the transaction of a verb. Returns the events and ideas it was taken from. */
export const forgetFramingWords = (w: WriteCtx, personId: string): Promise<{ events: string[]; framings: string[] }> =>
  eraseWords(w.db, personId);
