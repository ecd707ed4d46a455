import type { WriteCtx } from '../audit/write.ts';
import { addLetters } from '../cards/open-card.ts';

export type Part = 'flagger' | 'voice' | 'owner' | 'doer' | 'deputy' | 'above';

/** Sends a case to somebody as a direct message; who has it already keeps the one they have. */
export const callIn = (w: WriteCtx, cardId: string, personId: string, part: Part): Promise<void> =>
  addLetters(w, cardId, [{ personId, part }]);
