import type { WriteCtx } from '../audit/write.ts';
import { eventExists } from './case-store.ts';
import { caseIdFor } from './rules.ts';

/** A reply's id follows from who writes and its key, so that one that is delivered twice is found again. */
export async function keyedEvent(
  w: WriteCtx,
  clientKey: string | undefined,
): Promise<{ known: boolean; event: { id: string } } | undefined> {
  if (clientKey === undefined) return undefined;
  const id = caseIdFor(w.actor.id, `event ${clientKey}`);
  return { known: await eventExists(w.db, id), event: { id } };
}
