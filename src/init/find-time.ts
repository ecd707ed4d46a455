import type { Surveyor, SurveyedColumn } from '../engines/survey.ts';
import { columnExpression } from '../engines/survey.ts';
import { literal } from '../engines/sql.ts';
import { LeewayError } from '../shared/errors.ts';
import { wordsIn } from './names.ts';

/** A column that can say when a row was, and how it is read. */
export interface TimeColumn {
  column: string;
  /** SQL that gives a TIMESTAMP or DATE. */
  expression: string;
  /** How it was read, for a reader: `text as day.month.year`. */
  how: string;
  /** 0 to 1. */
  certainty: number;
  /** What a person should look at. */
  warning?: string;
}

/** Formats of text that no plain cast reads, as strptime has them, with words for each. */
const formats: [format: string, words: string][] = [
  ['%d.%m.%Y', 'day.month.year'],
  ['%d.%m.%Y %H:%M', 'day.month.year hour:minute'],
  ['%d.%m.%Y %H:%M:%S', 'day.month.year hour:minute:second'],
  ['%m/%d/%Y', 'month/day/year'],
  ['%d/%m/%Y', 'day/month/year'],
  ['%m/%d/%Y %H:%M', 'month/day/year hour:minute'],
  ['%d/%m/%Y %H:%M', 'day/month/year hour:minute'],
  ['%m/%d/%Y %H:%M:%S', 'month/day/year hour:minute:second'],
  ['%d/%m/%Y %H:%M:%S', 'day/month/year hour:minute:second'],
  ['%Y/%m/%d', 'year/month/day'],
  ['%Y/%m/%d %H:%M:%S', 'year/month/day hour:minute:second'],
  ['%Y%m%d', 'year, month and day in eight digits'],
  ['%b %d %Y', 'month day year'],
  ['%d %b %Y', 'day month year'],
  ['%d-%b-%Y', 'day-month-year'],
  ['%d-%m-%Y', 'day-month-year'],
];

const whenWords = ['date', 'time', 'timestamp', 'datetime', 'ts', 'day', 'at', 'when', 'moment', 'created', 'observed', 'scored'];
const soundsLikeTime = (name: string): boolean => wordsIn(name).some((word) => whenWords.includes(word));

/** A value may fail to be read as a time; more than this share, and the column is none. */
const readableFrom = 0.98;
/** Epochs from 1990 to 2050, in seconds. */
const epoch = { from: 631_152_000, until: 2_524_608_000 };

/** Columns that can give a time, the best first. Text is tried against formats by a count over the file. */
export async function findTimes(surveyor: Surveyor, columns: readonly SurveyedColumn[]): Promise<TimeColumn[]> {
  const found: TimeColumn[] = [];
  for (const column of columns) {
    if (column.filled === 0) continue;
    const one = await readTime(surveyor, column, false);
    if (one) found.push(one);
  }
  return found.toSorted((left, right) => right.certainty - left.certainty);
}

/** How one column gives a time; undefined where it does not. `asked`: a person named it, so that its name need not say so. */
export async function readTime(surveyor: Surveyor, column: SurveyedColumn, asked: boolean): Promise<TimeColumn | undefined> {
  const { name, nativeType } = column;
  const expression = columnExpression(name);
  const sounds = soundsLikeTime(name);
  const of = (how: string, sql: string, certainty: number, warning?: string): TimeColumn => ({
    column: name,
    expression: sql,
    how,
    certainty: Math.min(1, certainty + (sounds ? 0.15 : 0)),
    ...(warning ? { warning } : {}),
  });
  if (nativeType === 'DATE' || /^TIMESTAMP(_S|_MS|_NS)?$/.test(nativeType)) return of('it holds dates', expression, 0.85);
  if (nativeType === 'TIMESTAMP WITH TIME ZONE')
    return of('it holds instants; days are those of UTC', `timezone('UTC', ${expression})`, 0.85, zoned(name));
  if (column.type === 'numeric' && column.whole && (sounds || asked)) return epochOf(column, expression, of);
  if (nativeType === 'VARCHAR' && (sounds || asked || looksLikeTime(column.min))) return textOf(surveyor, column, expression, of);
  return undefined;
}

type Made = (how: string, sql: string, certainty: number, warning?: string) => TimeColumn;

const zoned = (name: string) =>
  `“${name}” names its time zone. Days are counted in UTC; where your day begins elsewhere, change \`time\`, for example to timezone('Europe/Berlin', …).`;

const looksLikeTime = (text: string | null): boolean => text !== null && /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|^\d{8}$/.test(text);

function epochOf({ min, max }: SurveyedColumn, expression: string, of: Made): TimeColumn | undefined {
  const [low, high] = [Number(min), Number(max)];
  const within = (scale: number) => low >= epoch.from * scale && high <= epoch.until * scale;
  if (within(1)) return of('whole numbers as seconds since 1970, UTC', `make_timestamp((${expression} * 1000000)::bigint)`, 0.7);
  if (within(1e3))
    return of('whole numbers as milliseconds since 1970, UTC', `make_timestamp((${expression} * 1000)::bigint)`, 0.7);
  if (within(1e6)) return of('whole numbers as microseconds since 1970, UTC', `make_timestamp(${expression}::bigint)`, 0.7);
  if (low >= 19_000_101 && high <= 20_991_231)
    return of('eight digits as year, month and day', `strptime(${expression}::bigint::varchar, '%Y%m%d')`, 0.65);
  return undefined;
}

async function textOf(surveyor: Surveyor, column: SurveyedColumn, expression: string, of: Made): Promise<TimeColumn | undefined> {
  const tries: [sql: string, how: string][] = [
    [`try_cast(${expression} as timestamp)`, 'text as year-month-day'],
    ...formats.map(([format, words]): [string, string] => [
      `try_strptime(${expression}, ${literal(format)})`,
      `text as ${words}`,
    ]),
  ];
  const zonedText = `regexp_matches(${expression}, '[0-9](Z|[+-][0-9]{2}:?[0-9]{2})$')`;
  const counts = await surveyor.numbers([...tries.map(([sql]) => `count(${sql})`), `count(*) filter (${zonedText})`]);
  const share = (index: number) => (counts[index] ?? 0) / column.filled;
  if (share(tries.length) >= readableFrom)
    return of(
      'text with its own time zone; days are those of UTC',
      `timezone('UTC', try_cast(${expression} as timestamptz))`,
      0.75,
      zoned(column.name),
    );
  const best = tries.map((one, index) => ({ one, share: share(index) })).filter((one) => one.share >= readableFrom);
  const [first] = best;
  if (!first) return undefined;
  const rival = best.find(({ one }) => one !== first.one && one[1].includes('day/month') !== first.one[1].includes('day/month'));
  const ambiguous =
    first.one[1].includes('/') && rival
      ? `Every “${column.name}” can be read as ${first.one[1].slice(8)} and as ${rival.one[1].slice(8)}; the first was taken.`
      : undefined;
  return of(first.one[1], first.one[0], ambiguous ? 0.4 : 0.75, ambiguous);
}

/** Where there is no time, nothing can be watched: what is needed. */
export const noTime = (columns: readonly { name: string }[]) =>
  new LeewayError('invalid', 'No column says when a row was, so there are no weeks to compare.', {
    field: '--time',
    hint: `Name the column with --time, or write one: a date or a timestamp for each prediction. There are: ${list(columns)}.`,
  });

const maxListed = 20;
export const list = (columns: readonly { name: string }[]): string =>
  `${columns
    .slice(0, maxListed)
    .map(({ name }) => name)
    .join(', ')}${columns.length > maxListed ? ` and ${columns.length - maxListed} more` : ''}`;
