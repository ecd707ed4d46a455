import type { WriteCtx } from '../audit/write.ts';
import { forgetFacts } from '../facts/forget-facts.ts';
import { deletePreviews } from './edition-store.ts';

/** As long as a link to it works, and a day more. */
const keptDays = 92;
const maxAtOnce = 200;
const dayMs = 86_400_000;

/** Deletes previews that nobody needs any more, with the figures they stated, in the caller's transaction; returns how many. */
export async function prunePreviews(w: WriteCtx): Promise<number> {
  const ids = await deletePreviews(w.db, new Date(w.now.getTime() - keptDays * dayMs), maxAtOnce);
  await forgetFacts(w, ids);
  return ids.length;
}
