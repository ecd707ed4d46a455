import type { WriteCtx } from '../audit/write.ts';
import { eraseExchanges } from './store.ts';

/** Takes a person's questions out of what was put to the language model, in the transaction of a verb. Returns how many. */
export const forgetExchangesOf = (w: WriteCtx, personId: string): Promise<number> => eraseExchanges(w.db, personId);
