import { basename } from 'node:path';
import { createSurveyor, type SurveyedColumn, type Surveyor } from '../engines/survey.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Day } from '../shared/period.ts';
import { chooseWindows, type Windows } from './choose-windows.ts';
import { readDecimalCommas } from './decimal-comma.ts';
import { findFile, type FoundFile } from './find-file.ts';
import { findTimes, list, noTime, readTime, type TimeColumn } from './find-time.ts';
import {
  guessId,
  guessLabel,
  guessPrediction,
  possibleOutcomes,
  sortInputs,
  type Guess,
  type WatchedInput,
} from './guess-roles.ts';
import { judgeKind, type Kind } from './judge-kind.ts';
import { measure, type Measured } from './measure.ts';

export interface InitWishes {
  file: string;
  time?: string | undefined;
  prediction?: string | undefined;
  /** A column, or `none`. */
  label?: string | undefined;
  id?: string | undefined;
  inputs?: readonly string[] | undefined;
  kind?: 'regression' | 'classification' | undefined;
  cutoff?: number | undefined;
  maxInputs: number;
  today: Day;
}

/** How a person is told and asked; without somebody to ask, a guess is taken. */
export interface Talk {
  say(line: string): void;
  /** What takes longer than a moment, in place. */
  progress(line: string): void;
  /** A column's name, `none`, or the guess. Absent where nobody is there to answer. */
  ask?: ((question: string, guess: string | undefined) => Promise<string>) | undefined;
}

/** All that a file said of itself and a person chose. */
export interface Draft {
  found: FoundFile;
  rows: number;
  columns: number;
  time: TimeColumn;
  prediction: Guess;
  label: Guess | null;
  id: Guess | null;
  inputs: WatchedInput[];
  left: { column: string; why: string }[];
  /** Inputs beyond those that are watched. */
  more: string[];
  /** Columns with NaN or infinite values, which count as empty. */
  notFinite: string[];
  kind: Kind;
  windows: Windows;
  measured: Measured;
}

/** Reads a file that nobody has described and settles what each column is to the model. Throws what a person can act on. */
export async function draftFile(wishes: InitWishes, talk: Talk, signal?: AbortSignal): Promise<Draft> {
  const found = findFile(wishes.file);
  const surveyor = createSurveyor(found, signal);
  try {
    return await draft(surveyor, found, wishes, talk);
  } finally {
    surveyor.close();
  }
}

async function draft(surveyor: Surveyor, found: FoundFile, wishes: InitWishes, talk: Talk): Promise<Draft> {
  const name = basename(found.first);
  talk.progress(`Reading ${name}${found.count > 1 ? ` and ${found.count - 1} more` : ''} …`);
  const described = await surveyor.columns();
  const rows = await surveyor.rows();
  if (rows < minRows) throw tooFew(name, rows);
  const surveyed = await surveyor.survey(described, (done) =>
    talk.progress(`Looked at ${done} of ${described.length} columns …`),
  );
  const columns = await readDecimalCommas(surveyor, surveyed);
  talk.say(
    `${name}: ${count(rows, 'row')}, ${count(columns.length, 'column')}${found.count > 1 ? `, in ${found.count} files` : ''}.`,
  );
  const commas = columns.filter((column) => column.commas);
  if (commas.length > 0) talk.say(`Read as numbers with a decimal comma: ${list(commas)}.`);
  if (columns.every((column) => /^column\d+$/.test(column.name)))
    throw new LeewayError('invalid', `${name} has no line of column names.`, {
      field: 'FILE',
      hint: 'Write one as its first line.',
    });
  const settle = settling(columns, talk);

  talk.progress('Looking for the time …');
  const time = await settleTime(surveyor, columns, wishes, talk, settle);
  const prediction = await settle(
    'prediction',
    'what the model said',
    wishes.prediction,
    guessPrediction(columns.filter((one) => one.name !== time.column)),
  );
  if (!prediction) throw noPrediction(columns);
  const predicted = columnOf(columns, prediction.column);
  const guess = wishes.label === undefined ? await guessOutcome(surveyor, columns, predicted, [time.column]) : undefined;
  const label = await settle('label', 'what happened, and was to be predicted', wishes.label, guess);
  if (label?.column === prediction.column)
    throw new LeewayError('invalid', `“${label.column}” cannot be both the prediction and the outcome.`, { field: '--label' });
  if (!label) talk.say(withoutLabel);
  const taken = [time.column, prediction.column, ...(label ? [label.column] : [])];
  const id = await settle('id', 'which thing a row is about', wishes.id, guessId(columns, rows, taken));
  const labelled = label ? columnOf(columns, label.column) : undefined;
  const kind = await judgeKind(surveyor, predicted, labelled, wishes);
  talk.say(`It predicts ${kind.kind === 'number' ? 'a number' : 'a class'}: ${kind.why}.${sayScore(kind)}`);

  talk.progress('Counting rows by day …');
  const { days, none } = await surveyor.days(time.expression);
  const windows = chooseWindows(days, wishes.today);
  if (none > 0) windows.notes.push(`${count(none, 'row has', 'rows have')} no time that can be read; they are in no week.`);
  talk.progress('Comparing prediction and outcome …');
  const measured = await measure(surveyor, kind, time.expression, windows);
  const sorted = sortInputs(columns, rows, [...taken, ...(id ? [id.column] : [])]);
  const chosen = chooseInputs(sorted.inputs, columns, wishes);
  const watched = [...chosen.inputs.map((one) => one.column), predicted, ...(labelled ? [labelled] : [])];
  const notFinite = watched.filter((column) => column.notFinite > 0).map((column) => column.name);
  return {
    found,
    rows,
    columns: columns.length,
    time,
    prediction,
    label: label ?? null,
    id: id ?? null,
    inputs: chosen.inputs,
    left: sorted.left,
    more: chosen.more,
    notFinite,
    kind,
    windows,
    measured,
  };
}

/** By name; else, for a score, the column of two values that goes with it most. */
async function guessOutcome(
  surveyor: Surveyor,
  columns: readonly SurveyedColumn[],
  prediction: SurveyedColumn,
  taken: readonly string[],
): Promise<Guess | undefined> {
  const named = guessLabel(columns, prediction, taken);
  const possible = named ? [] : possibleOutcomes(columns, prediction, taken).slice(0, 50);
  if (possible.length === 0) return named;
  const score = prediction.expression;
  const along = await surveyor.numbers(possible.map((one) => `abs(corr(${score}, ${one.expression}::integer))`));
  const best = possible
    .map((one, index) => ({ one, corr: along[index] ?? 0 }))
    .toSorted((left, right) => right.corr - left.corr)[0]!;
  if (best.corr < leastCorrelation) return undefined;
  return { column: best.one.name, why: 'of the columns of two values it goes with the score most', certainty: 'a guess' };
}

/** Pearson's r from which on a column may be what a score is about. */
const leastCorrelation = 0.3;
const minRows = 10;

const tooFew = (name: string, rows: number) =>
  new LeewayError(
    'invalid',
    `${name} has ${rows === 0 ? 'no rows' : count(rows, 'row')}; Leeway needs some for each of at least two weeks.`,
    {
      field: 'FILE',
    },
  );

const noPrediction = (columns: readonly SurveyedColumn[]) =>
  new LeewayError('invalid', 'No column looks like what a model predicted.', {
    field: '--prediction',
    hint: `Name it with --prediction. There are: ${list(columns)}. Where the file has none, join your model’s answers to it first.`,
  });

const withoutLabel =
  'No outcome: Leeway will watch what goes in and what the model says. It cannot say whether the model is right, how far it misses, or whether that gets worse.';

const sayScore = (kind: Kind): string =>
  kind.kind === 'classes' && kind.score
    ? ` A score of ${kind.score.from} or more counts as “${kind.score.above}”; change it with --cutoff.`
    : '';

type Settle = (option: string, what: string, given: string | undefined, guess: Guess | undefined) => Promise<Guess | undefined>;

/** A column for a role: the one that was named, else what a person answers, else the guess. */
function settling(columns: readonly SurveyedColumn[], talk: Talk): Settle {
  return async (option, what, given, guess) => {
    if (given === 'none') return undefined;
    if (given !== undefined)
      return { column: columnOf(columns, given, `--${option}`).name, why: 'you named it', certainty: 'sure' };
    if (!talk.ask) {
      if (guess) talk.say(`${option}: “${guess.column}” (${guess.certainty}: ${guess.why}). Another: --${option} COLUMN`);
      return guess;
    }
    for (let tries = 0; tries < 3; tries++) {
      const answer = (
        await talk.ask(`Which column says ${what}?${guess ? ` (${guess.certainty}: ${guess.why})` : ''}`, guess?.column)
      ).trim();
      if (answer === '' || answer === guess?.column) return guess;
      if (answer === 'none') return undefined;
      const found = columns.find((one) => one.name === answer);
      if (found) return { column: found.name, why: 'you named it', certainty: 'sure' };
      talk.say(`There is no column “${answer}”. There are: ${list(columns)}.`);
    }
    throw new LeewayError('invalid', `No column was named. Name it with --${option}.`, { field: `--${option}` });
  };
}

async function settleTime(
  surveyor: Surveyor,
  columns: readonly SurveyedColumn[],
  wishes: InitWishes,
  talk: Talk,
  settle: Settle,
): Promise<TimeColumn> {
  const times = wishes.time === undefined ? await findTimes(surveyor, columns) : [];
  const [best] = times;
  const others =
    times.length > 1
      ? `; also possible: ${times
          .slice(1, 4)
          .map((one) => one.column)
          .join(', ')}`
      : '';
  const sure = best && best.certainty > 0.9 && times.length === 1 ? 'sure' : best && best.certainty > 0.6 ? 'likely' : 'a guess';
  const guess = best && ({ column: best.column, why: `${best.how}${others}`, certainty: sure } as const);
  const chosen = await settle('time', 'when a row was', wishes.time, guess);
  if (!chosen) throw noTime(columns);
  const time =
    times.find((one) => one.column === chosen.column) ?? (await readTime(surveyor, columnOf(columns, chosen.column), true));
  if (!time)
    throw new LeewayError(
      'invalid',
      `“${chosen.column}” cannot be read as a time: ${sayExample(columnOf(columns, chosen.column))}.`,
      {
        field: '--time',
        hint: 'Dates, timestamps, text such as 2024-03-31 or 31.03.2024, and whole numbers of seconds or milliseconds since 1970 can.',
      },
    );
  if (time.warning) talk.say(time.warning);
  return time;
}

const sayExample = ({ nativeType, min, max }: SurveyedColumn): string =>
  min === null ? 'it is empty' : `it is ${nativeType}, from ${min.slice(0, 40)} to ${max?.slice(0, 40)}`;

function columnOf(columns: readonly SurveyedColumn[], name: string, field = 'column'): SurveyedColumn {
  const found = columns.find((one) => one.name === name) ?? columns.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  throw new LeewayError('not-found', `There is no column “${name.slice(0, 80)}”.`, {
    field,
    hint: `There are: ${list(columns)}.`,
  });
}

/** Those that were asked for, else the first of those that may be watched: segments first, for people ask by them. */
function chooseInputs(
  inputs: readonly WatchedInput[],
  columns: readonly SurveyedColumn[],
  { inputs: wanted, maxInputs }: InitWishes,
): { inputs: WatchedInput[]; more: string[] } {
  if (wanted) {
    return {
      inputs: wanted.map((name) => {
        const column = columnOf(columns, name, '--inputs');
        const known = inputs.find((one) => one.column.name === column.name);
        if (known) return known;
        if (column.type === undefined || column.type === 'date' || column.filled === 0)
          throw new LeewayError(
            'invalid',
            `“${name}” cannot be watched: it is ${column.filled === 0 ? 'empty' : column.nativeType}.`,
            { field: '--inputs' },
          );
        return { column, type: column.type, segment: false };
      }),
      more: [],
    };
  }
  const first = [...inputs.filter((one) => one.segment), ...inputs.filter((one) => !one.segment)].slice(0, maxInputs);
  if (first.length === 0)
    throw new LeewayError('invalid', 'No column is left that could be watched as an input.', {
      field: '--inputs',
      hint: 'Name one with --inputs. Ids, dates, empty columns and those with one value are left out by themselves.',
    });
  // In the file's own order, as people know it.
  const inOrder = inputs.filter((one) => first.includes(one));
  return { inputs: inOrder, more: inputs.filter((one) => !first.includes(one)).map((one) => one.column.name) };
}

export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`;
