import type { WriteCtx } from '../audit/write.ts';
import { LeewayError } from '../shared/errors.ts';
import { deletePortfolioFacts } from './store.ts';

const maxTexts = 1_000;

/** Forgets, in the caller's transaction, the figures over all models that texts stated which are gone; a run's facts stay for ever. */
export async function forgetFacts(w: WriteCtx, textIds: string[]): Promise<void> {
  if (textIds.length > maxTexts)
    throw new LeewayError('too-large', `Figures of at most ${maxTexts} texts are forgotten at once.`);
  if (textIds.length > 0) await deletePortfolioFacts(w.db, textIds);
}
