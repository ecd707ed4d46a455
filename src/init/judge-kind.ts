import type { SurveyedColumn, Surveyor } from '../engines/survey.ts';
import { LeewayError } from '../shared/errors.ts';

/** What the model says and how it is told right from wrong, as expressions over one row. */
export type Kind =
  | { kind: 'number'; prediction: string; outcome: string | null; why: string }
  | {
      kind: 'classes';
      prediction: string;
      outcome: string | null;
      why: string;
      usual: string;
      values: string[];
      score?: { from: number; above: string; below: string };
    };

export interface Wanted {
  kind?: 'regression' | 'classification' | undefined;
  cutoff?: number | undefined;
}

/** So many different values are classes; more whole numbers are an amount. */
const maxClasses = 20;

/** Whether the model predicts a number or a class, from the values of what it said and what happened. */
export async function judgeKind(
  surveyor: Surveyor,
  prediction: SurveyedColumn,
  label: SurveyedColumn | undefined,
  wanted: Wanted,
): Promise<Kind> {
  const asText = prediction.type === 'categorical' || prediction.type === 'boolean';
  const labelText = label !== undefined && (label.type === 'categorical' || label.type === 'boolean');
  if (wanted.kind === 'regression' && (asText || labelText))
    throw new LeewayError(
      'invalid',
      `--kind regression needs numbers, and “${(asText ? prediction : label!).name}” is ${(asText ? prediction : label!).nativeType}.`,
      {
        field: '--kind',
      },
    );
  if (asText) return classes(surveyor, prediction, label, `“${prediction.name}” names classes`);
  const twoLabels = label !== undefined && label.distinct <= 2;
  const manyScores = prediction.distinct > 2 || !prediction.whole;
  if (wanted.kind !== 'regression' && twoLabels && manyScores) return scored(surveyor, prediction, label, wanted.cutoff);
  if (labelText) throw mixed(prediction, label);
  const few =
    prediction.whole && prediction.distinct <= 2 && (label === undefined || (label.whole && label.distinct <= maxClasses));
  if (wanted.kind === 'classification' || (wanted.kind === undefined && few && (label === undefined || label.distinct <= 2))) {
    if (!prediction.whole || prediction.distinct > maxClasses) throw mixed(prediction, label);
    return classes(surveyor, prediction, label, wanted.kind ? 'you said so' : `“${prediction.name}” has two values`);
  }
  return {
    kind: 'number',
    prediction: prediction.expression,
    outcome: label ? label.expression : null,
    why: wanted.kind
      ? 'you said so'
      : label
        ? `“${prediction.name}” and “${label.name}” are numbers`
        : `“${prediction.name}” is a number`,
  };
}

const mixed = (prediction: SurveyedColumn, label: SurveyedColumn | undefined) =>
  new LeewayError(
    'invalid',
    `“${prediction.name}” (${prediction.nativeType}, ${prediction.distinct} values) cannot be compared with ${label ? `“${label.name}” (${label.nativeType}, ${label.distinct} values)` : 'classes'}.`,
    { field: '--prediction', hint: 'Name a column that says the class, or a score with an outcome of two values.' },
  );

/** Classes are compared as text; whole numbers that are stored as fractions are written without theirs. */
const classText = ({ expression, type, whole, nativeType }: SurveyedColumn): string =>
  type === 'numeric' && whole && /^(FLOAT|DOUBLE|DECIMAL)/.test(nativeType) ? `${expression}::bigint` : expression;

async function classes(
  surveyor: Surveyor,
  prediction: SurveyedColumn,
  label: SurveyedColumn | undefined,
  why: string,
): Promise<Kind> {
  if (label && label.type === 'numeric' && prediction.type === 'boolean') return booleans(surveyor, prediction, label, why);
  const outcome = label ? classText(label) : null;
  const said = classText(prediction);
  const values = (await surveyor.common(outcome ?? said, maxClasses)).map((one) => one.value);
  return { kind: 'classes', prediction: said, outcome, why, usual: values[0] ?? '', values };
}

/** true and false beside 1 and 0 are the same two classes. */
async function booleans(surveyor: Surveyor, prediction: SurveyedColumn, label: SurveyedColumn, why: string): Promise<Kind> {
  const outcome = classText(label);
  const values = (await surveyor.common(outcome, maxClasses)).map((one) => one.value);
  return {
    kind: 'classes',
    prediction: `${prediction.expression}::integer`,
    outcome,
    why,
    usual: values[0] ?? '',
    values,
  };
}

/** A score with an outcome of two values: the class of the higher mean score is what a high score means. */
async function scored(
  surveyor: Surveyor,
  prediction: SurveyedColumn,
  label: SurveyedColumn,
  cutoff: number | undefined,
): Promise<Kind> {
  const [score, outcome] = [prediction.expression, classText(label)];
  const common = await surveyor.common(outcome, 3);
  const [usual, other] = common.map((one) => one.value);
  if (usual === undefined || other === undefined)
    throw new LeewayError('invalid', `“${label.name}” has one value only, so nothing can be told right from wrong.`, {
      field: '--label',
      hint: 'Name another column with --label, or --label none.',
    });
  const isUsual = `(${outcome})::varchar = '${usual.replaceAll("'", "''")}'`;
  const finite = `case when isfinite((${score})::double) then (${score})::double end`;
  const [meanUsual, meanOther, least, most] = await surveyor.numbers([
    `avg(${finite}) filter (${isUsual})`,
    `avg(${finite}) filter (not (${isUsual}))`,
    `min(${finite})`,
    `max(${finite})`,
  ]);
  const isProbability = (least ?? 0) >= 0 && (most ?? 0) <= 1;
  if (cutoff === undefined && !isProbability)
    throw new LeewayError(
      'invalid',
      `“${prediction.name}” runs from ${least} to ${most}: from which score on does it mean yes?`,
      {
        field: '--cutoff',
        hint: 'Say it with --cutoff, for example --cutoff 50.',
      },
    );
  const usualAbove = (meanUsual ?? 0) > (meanOther ?? 0);
  const [above, below] = usualAbove ? [usual, other] : [other, usual];
  return {
    kind: 'classes',
    prediction: score,
    outcome,
    why: `“${label.name}” has two values and “${prediction.name}” is a score`,
    usual,
    values: [usual, other],
    score: { from: cutoff ?? 0.5, above, below },
  };
}
