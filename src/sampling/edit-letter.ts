import type { WriteCtx } from '../audit/write.ts';
import { say } from '../outbox/say.ts';
import { newId } from '../shared/ids.ts';
import type { LetterRow } from './store.ts';

/** Has a letter shown anew in place; what it says is read when it is sent. */
export async function editLetter(
  w: WriteCtx,
  { roundId, personId, messageId }: Pick<LetterRow, 'roundId' | 'personId' | 'messageId'>,
): Promise<void> {
  await say(w, {
    kind: 'sample-letter',
    data: { roundId, personId },
    destination: `person:${personId}`,
    updates: messageId,
    dedupeKey: `sample-letter ${roundId} ${personId} ${newId()}`,
  });
}
