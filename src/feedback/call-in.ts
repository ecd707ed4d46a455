import type { WriteCtx } from '../audit/write.ts';
import { addLetters, changePart } from '../cards/open-card.ts';
import { readLetters } from '../cards/read-card.ts';

/** From who is told least to who is told most; whoever raised something stays that. */
const parts = ['above', 'deputy', 'doer', 'owner', 'voice', 'flagger'] as const;
export type Part = (typeof parts)[number];

/** Sends a case to somebody as a direct message; who has it already keeps the one they have, with the greater part. */
export async function callIn(w: WriteCtx, cardId: string, personId: string, part: Part): Promise<void> {
  const had = (await readLetters(w, cardId)).find((one) => one.personId === personId);
  if (!had) await addLetters(w, cardId, [{ personId, part }]);
  else if (rank(part) > rank(had.part)) await changePart(w, cardId, { personId, part });
}

const rank = (part: string): number => parts.findIndex((one) => one === part);
