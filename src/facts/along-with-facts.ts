import { fact } from '../db/schema/facts.ts';
import type { Db } from '../db/db.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Fact } from '../shared/fact.ts';

const maxFacts = 200;

/**
 * A few facts as a part of the statement that stores what they are stated for: `alongWithFacts(db, facts).insert(…)`. For
 * figures of an answer, where a statement more is felt; a run's facts are recorded with `recordFacts`.
 */
export function alongWithFacts(db: Db, facts: Fact[]) {
  if (facts.length === 0 || facts.length > maxFacts) {
    throw new LeewayError('too-large', `1 to ${maxFacts} facts are stored along with something, not ${facts.length}.`);
  }
  const wrong = facts.find((one) => !Number.isFinite(one.value));
  if (wrong)
    throw new LeewayError('invalid', `The value of ${wrong.measure} ${wrong.about} is not a number.`, { field: wrong.measure });
  return db.with(db.$with('stated').as(db.insert(fact).values(facts)));
}
