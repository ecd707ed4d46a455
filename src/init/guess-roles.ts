import type { SurveyedColumn } from '../engines/survey.ts';
import { wordsIn } from './names.ts';

/** A column that was taken for something, why, and how sure that is. */
export interface Guess {
  column: string;
  why: string;
  certainty: 'sure' | 'likely' | 'a guess';
}

/** Words that nothing but a model's answer is called by, and words that an input may have too. */
const answerWords = ['prediction', 'predictions', 'predicted', 'pred', 'preds', 'forecast', 'forecasts', 'forecasted', 'yhat'];
const chanceWords = ['proba', 'prob', 'probability'];
const softWords = ['score', 'scores', 'estimate', 'estimated', 'fitted', 'expected'];
const predictionWords = [...answerWords, ...chanceWords, ...softWords];
const labelWords = [
  'label',
  'labels',
  'target',
  'actual',
  'actuals',
  'outcome',
  'truth',
  'observed',
  'true',
  'realised',
  'realized',
  'response',
];
/** Names that mean the outcome only when nothing clearer is there. */
const softLabelWords = [
  'y',
  'class',
  'churn',
  'churned',
  'converted',
  'default',
  'defaulted',
  'fraud',
  'clicked',
  'sales',
  'demand',
];

const isValue = (column: SurveyedColumn) => column.filled > 0 && column.type !== undefined && column.type !== 'date';
const has = (name: string, words: readonly string[]) => wordsIn(name).find((word) => words.includes(word));
/** The name without what makes it a prediction or an outcome: `predicted_delay` and `actual_delay` are one pair. */
const stem = (name: string) =>
  wordsIn(name)
    .filter((word) => !predictionWords.includes(word) && !labelWords.includes(word) && word !== 'y' && word !== 'hat')
    .join(' ');

const isAnswer = ({ name }: SurveyedColumn): boolean =>
  has(name, [...answerWords, ...chanceWords]) !== undefined || /^y_?hat$/i.test(name);

/** The column that says what the model said, by its name: a chance of one thing before the class, the class before many chances. */
export function guessPrediction(columns: readonly SurveyedColumn[]): Guess | undefined {
  const answers = columns.filter((column) => isValue(column) && isAnswer(column));
  const named = answers.length > 0 ? answers : columns.filter((column) => isValue(column) && has(column.name, softWords));
  const chances = named.filter((column) => has(column.name, chanceWords));
  const best = (chances.length === 1 ? chances : named.filter((column) => !chances.includes(column)))[0] ?? named[0];
  if (!best) return undefined;
  const paired = columns.some((column) => column !== best && isValue(column) && stem(column.name) === stem(best.name));
  const certainty = named.length === 1 ? (paired ? 'sure' : 'likely') : 'a guess';
  const others = named.length > 1 ? `; so ${named.length === 2 ? 'does 1 other' : `do ${named.length - 1} others`}` : '';
  return { column: best.name, why: `its name says so${others}`, certainty };
}

/** Columns of two values that may be what a score from 0 to 1 is a chance of. */
export function possibleOutcomes(
  columns: readonly SurveyedColumn[],
  prediction: SurveyedColumn,
  taken: readonly string[],
): SurveyedColumn[] {
  const isChance =
    prediction.type === 'numeric' && !prediction.whole && Number(prediction.min) >= 0 && Number(prediction.max) <= 1;
  if (!isChance) return [];
  const isTwo = (column: SurveyedColumn) =>
    column.distinct === 2 && (column.type === 'boolean' || (column.type === 'numeric' && column.whole));
  return columns.filter((column) => isTwo(column) && !isAnswer(column) && column !== prediction && !taken.includes(column.name));
}

/** The column that says what happened: the prediction's pair by name, else one whose name says so. */
export function guessLabel(
  columns: readonly SurveyedColumn[],
  prediction: SurveyedColumn,
  taken: readonly string[],
): Guess | undefined {
  const free = columns.filter(
    (column) => isValue(column) && !isAnswer(column) && column.name !== prediction.name && !taken.includes(column.name),
  );
  const ofPrediction = (column: SurveyedColumn) => has(column.name, predictionWords) !== undefined;
  const named = free.filter((column) => has(column.name, labelWords) && !ofPrediction(column));
  const pair =
    stem(prediction.name) === ''
      ? undefined
      : [...named, ...free].find((column) => !ofPrediction(column) && stem(column.name) === stem(prediction.name));
  if (pair) return { column: pair.name, why: `it goes with “${prediction.name}” by its name`, certainty: 'sure' };
  if (named[0]) return { column: named[0].name, why: 'its name says so', certainty: named.length === 1 ? 'likely' : 'a guess' };
  const soft = free.filter(
    (column) => has(column.name, softLabelWords) && (column.type === prediction.type || column.distinct <= 2),
  );
  return soft[0] ? { column: soft[0].name, why: 'its name is one that outcomes often have', certainty: 'a guess' } : undefined;
}

/** What a row is about: a column that is nearly different in each row and called an id. */
export function guessId(columns: readonly SurveyedColumn[], rows: number, taken: readonly string[]): Guess | undefined {
  const called = columns.filter((column) => !taken.includes(column.name) && isId(column));
  const best = called.toSorted((left, right) => right.distinct - left.distinct)[0];
  if (!best) return undefined;
  const each = best.distinct >= 0.9 * rows;
  return {
    column: best.name,
    why: each ? 'its name says so, and it differs from row to row' : 'its name says so',
    certainty: each ? 'sure' : 'likely',
  };
}

export const isId = ({ name, type }: SurveyedColumn): boolean =>
  (type === 'categorical' || type === 'numeric') &&
  (['id', 'uuid', 'guid', 'key'].includes(wordsIn(name).at(-1) ?? '') || /^(id|uuid)$/i.test(name));

/** How many values a column may have and still stand for categories, and for a segment that people would name. */
const maxCodes = 12;
const maxCategories = 1_000;
export const maxSegmentValues = 50;

const calendarWords = new Set(['date', 'year', 'month', 'week', 'quarter', 'timestamp', 'datetime']);

export interface WatchedInput {
  column: SurveyedColumn;
  type: 'numeric' | 'categorical' | 'boolean';
  segment: boolean;
}

/** What may be watched as an input, and what is left out with the reason. */
export function sortInputs(
  columns: readonly SurveyedColumn[],
  rows: number,
  taken: readonly string[],
): { inputs: WatchedInput[]; left: { column: string; why: string }[] } {
  const inputs: WatchedInput[] = [];
  const left: { column: string; why: string }[] = [];
  for (const column of columns) {
    if (taken.includes(column.name)) continue;
    const why = isAnswer(column) ? 'its name says that it is another answer of a model' : whyNot(column, rows);
    if (why) left.push({ column: column.name, why });
    else {
      const codes = column.type === 'numeric' && column.whole && column.distinct <= maxCodes;
      const type = codes ? 'categorical' : (column.type as 'numeric' | 'categorical' | 'boolean');
      inputs.push({ column, type, segment: type !== 'numeric' && column.distinct <= maxSegmentValues });
    }
  }
  return { inputs, left };
}

function whyNot(column: SurveyedColumn, rows: number): string | undefined {
  const { type, nativeType, filled, distinct, min, max } = column;
  if (type === undefined) return `${nativeType.slice(0, 40)} cannot be counted`;
  if (filled === 0) return 'it is empty';
  if (filled < 0.1 * rows) return 'nine of ten rows have no value';
  if (type === 'date') return 'a date moves on by itself';
  if (isId(column) && distinct > maxCodes) return 'an id is different in each row';
  if (min !== null && min === max && filled === rows) return 'it is the same in every row';
  if (type === 'numeric' && wordsIn(column.name).some((word) => calendarWords.has(word)))
    return 'the calendar moves it on by itself';
  if (type === 'categorical' && distinct > maxCategories) return 'it has too many different values';
  return undefined;
}
