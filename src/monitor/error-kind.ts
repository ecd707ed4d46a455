import { embedded, literal } from '../engines/sql.ts';
import type { Fact } from '../shared/fact.ts';
import type { MonitorSpec } from './schemas.ts';

/** How a model can be wrong: by how much, how often, or nobody can tell, because the source holds no outcome. */
export type ErrorKind = 'miss' | 'wrong' | 'unknown';

export const errorKind = ({ outcome, classes }: Pick<MonitorSpec, 'outcome' | 'classes'>): ErrorKind =>
  outcome.known === false ? 'unknown' : classes ? 'wrong' : 'miss';

/** The unit of the error: the outcome's own, or a share where the model says classes. */
export const errorUnit = (spec: Pick<MonitorSpec, 'outcome' | 'classes'>): string =>
  errorKind(spec) === 'wrong' ? 'share' : spec.outcome.unit;

/** How the error of classes is counted, which a fact keeps: by it alone is known what a stored error means. */
export const wrongMethod = 'share of rows whose prediction is not the outcome';
export const errorKindOf = ({ source }: Pick<Fact, 'source'>): ErrorKind => (source.method === wrongMethod ? 'wrong' : 'miss');

/** What an engine compares: numbers whose distance is the error. `predictionOf` is asked for each version's expression. */
export interface Compared {
  outcome: string;
  constant: number;
  predictionOf: (expression: string) => string;
}

/**
 * Of classes, an outcome is 0 where it is the usual class and 1 elsewhere, and a prediction the same number where it is
 * right and the other one where it is wrong: |outcome − prediction| is then 1 for each wrong row, and |outcome − 0| for each
 * row that the constant guess would get wrong. A row whose outcome is not known yet keeps a prediction, as it has one.
 */
export function comparedAs({ outcome, classes, baseline }: Pick<MonitorSpec, 'outcome' | 'classes' | 'baseline'>): Compared {
  if (!classes) return { outcome: outcome.expression, constant: baseline, predictionOf: (expression) => expression };
  const actual = `${embedded(outcome.expression)}::varchar`;
  const usual = literal(classes.usual);
  const isUnusual = `(case when ${actual} is null then null when ${actual} = ${usual} then 0 else 1 end)`;
  return {
    outcome: isUnusual,
    constant: 0,
    predictionOf: (expression) => {
      const said = saidClass(expression, classes);
      return `(case when ${said} is null then null when ${actual} is null then 0 when ${said} = ${actual} then ${isUnusual} else 1 - ${isUnusual} end)`;
    },
  };
}

/** The class that the model says, as text. A score that is no number says nothing. */
function saidClass(expression: string, { score }: NonNullable<MonitorSpec['classes']>): string {
  if (!score) return `${embedded(expression)}::varchar`;
  const value = `${embedded(expression)}::double`;
  return `(case when not isfinite(${value}) then null when ${value} >= ${score.from} then ${literal(score.above)} when ${value} < ${score.from} then ${literal(score.below)} end)`;
}
