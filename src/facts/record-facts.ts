import type { WriteCtx } from '../audit/write.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';
import { sha256 } from '../shared/ids.ts';
import { insertFacts } from './store.ts';

const maxFacts = 20_000;

/**
 * Stores a run's facts in the caller's transaction and returns the digest that its audit entry carries in their place:
 * SHA-256 over `id measure about value` lines, in order.
 */
export async function recordFacts(w: WriteCtx, facts: Fact[]): Promise<{ count: number; digest: string }> {
  if (facts.length > maxFacts)
    throw new LeewayError('too-large', `One run may state at most ${maxFacts} facts, not ${facts.length}.`);
  const wrong = facts.find((one) => !Number.isFinite(one.value));
  if (wrong)
    throw new LeewayError('invalid', `The value of ${wrong.measure} ${wrong.about} is not a number.`, { field: wrong.measure });
  await insertFacts(w.db, facts);
  return {
    count: facts.length,
    digest: sha256(facts.map((one) => `${one.id} ${one.measure} ${one.about} ${one.value}`).join('\n')),
  };
}
