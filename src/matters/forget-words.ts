import type { WriteCtx } from '../audit/write.ts';
import { eraseMatterWords } from './store.ts';

/** Takes away what a person wrote in matters that are done, in the transaction of a verb. What is still open is needed. */
export const forgetMatterWords = (w: WriteCtx, personId: string): Promise<string[]> => eraseMatterWords(w.db, personId);
