import type { WriteCtx } from '../audit/write.ts';
import { forgetFacts } from '../facts/forget-facts.ts';
import { deletePreviews } from './edition-store.ts';

/** A preview is looked at before its digest comes; who opens a link to it after this is told that it is gone. */
const keptDays = 30;
const maxAtOnce = 200;
const dayMs = 86_400_000;

/** Deletes previews that nobody needs any more, with the figures they stated, in the caller's transaction; returns how many. */
export async function prunePreviews(w: WriteCtx): Promise<number> {
  const ids = await deletePreviews(w.db, new Date(w.now.getTime() - keptDays * dayMs), maxAtOnce);
  await forgetFacts(w, ids);
  return ids.length;
}
