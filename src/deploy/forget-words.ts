import type { WriteCtx } from '../audit/write.ts';
import { eraseOrderWords } from './order-store.ts';

/** Takes away the reasons that a person gave for what they ordered, in the transaction of a verb. */
export const forgetOrderWords = (w: WriteCtx, personId: string): Promise<number> => eraseOrderWords(w.db, personId);
