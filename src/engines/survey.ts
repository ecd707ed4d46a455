import { LeewayError } from '../shared/errors.ts';
import type { Day } from '../shared/period.ts';
import { createDatabases } from './databases.ts';
import { describeSource } from './describe-source.ts';
import type { SourceColumn, SourceSpec } from './engine.ts';
import { inSession, type Reader, type Session, type SessionLimits } from './session.ts';
import { embedded, identifier } from './sql.ts';

/** What one scan says of a column. */
export interface SurveyedColumn extends SourceColumn {
  /** Rows with a value. */
  filled: number;
  /** Approximate, within a few per cent. */
  distinct: number;
  /** As text; null where there is no value. */
  min: string | null;
  max: string | null;
  /** Of numbers: rows that are NaN or infinite, and whether all others are whole. */
  notFinite: number;
  whole: boolean;
  /** SQL that gives its value. */
  expression: string;
  /** It is text with decimal commas, which `expression` reads as a number. */
  commas?: true;
}

export interface DayRows {
  day: Day;
  rows: number;
}

/** A file that nobody has described yet, read by counting. Every question is a scan; rows never leave. */
export interface Surveyor {
  columns(): Promise<SourceColumn[]>;
  rows(): Promise<number>;
  /** In scans of some columns each; `onScan` hears how many columns are done. */
  survey(columns: readonly SourceColumn[], onScan?: (done: number) => void): Promise<SurveyedColumn[]>;
  /** The most common values of an expression as text, most common first. */
  common(expression: string, limit: number): Promise<{ value: string; rows: number }[]>;
  /** One row of numbers, one for each expression; null where it is null. */
  numbers(expressions: readonly string[], where?: string): Promise<(number | null)[]>;
  /** Rows by day of an expression that gives a timestamp, ascending; `none` counts rows without a time. */
  days(time: string): Promise<{ days: DayRows[]; none: number }>;
  close(): void;
}

const limits: SessionLimits = { threads: 2, memoryMb: 1024, timeoutMs: 600_000 };
const idleMs = 30_000;
const columnsPerScan = 100;
const maxColumns = 5_000;
const maxDays = 40_000;

export function createSurveyor(place: Pick<SourceSpec, 'files' | 'format'>, signal?: AbortSignal): Surveyor {
  const databases = createDatabases(idleMs);
  const source: SourceSpec = { name: 'source', ...place, time: 'null::timestamp' };
  const within = <T>(run: (session: Session) => Promise<T>) => inSession(source, limits, databases, signal, run);
  const ask = (what: string, sql: string) => within((session) => session.query({ what }, (reader: Reader) => reader.rows(sql)));
  return {
    async columns() {
      const found = await within(describeSource);
      if (found.length > maxColumns)
        throw new LeewayError('too-large', `The file has ${found.length} columns; at most ${maxColumns} can be looked through.`);
      return found;
    },
    rows: async () => Number((await ask('its rows', `select count(*)::double from "source"`))[0]?.[0] ?? 0),
    async survey(columns, onScan) {
      const done: SurveyedColumn[] = [];
      for (let from = 0; from < columns.length; from += columnsPerScan) {
        const some = columns.slice(from, from + columnsPerScan);
        const [row = []] = await ask('its columns', `select ${some.map(figuresOf).join(', ')} from "source"`);
        done.push(...some.map((column, index) => surveyed(column, row.slice(index * figures, (index + 1) * figures))));
        onScan?.(done.length);
      }
      return done;
    },
    async common(expression, limit) {
      const value = `${embedded(expression)}::varchar`;
      const sql = `select ${value} as v, count(*)::double as n from "source" where ${value} is not null group by 1 order by n desc, v limit ${limit}`;
      return (await ask('its values', sql)).map(([text, rows]) => ({ value: String(text), rows: Number(rows) }));
    },
    async numbers(expressions, where = 'true') {
      const list = expressions.map((one) => `${embedded(one)}::double`).join(', ');
      const [row = []] = await ask('its values', `select ${list} from "source" where ${embedded(where)}`);
      return row.map((value) => (value === null ? null : Number(value)));
    },
    async days(time) {
      const at = embedded(time);
      const sql = `select strftime(${at}::date, '%Y-%m-%d'), count(*)::double from "source" group by 1 order by 1 limit ${maxDays + 1}`;
      const rows = await ask('its times', sql);
      if (rows.length > maxDays)
        throw new LeewayError('too-large', `The file has rows on more than ${maxDays} days: is this the right column for time?`);
      const none = rows.filter(([day]) => day === null).reduce((sum, [, count]) => sum + Number(count), 0);
      return {
        days: rows.filter(([day]) => day !== null).map(([day, count]) => ({ day: String(day), rows: Number(count) })),
        none,
      };
    },
    close: () => databases.close(),
  };
}

const figures = 6;

function figuresOf({ name, nativeType, type }: SourceColumn): string {
  const column = identifier(name);
  const countable = type !== undefined;
  const isNumber = type === 'numeric';
  const fraction = isNumber && /^(FLOAT|DOUBLE|DECIMAL)/.test(nativeType);
  const finite = fraction ? `case when isfinite(${column}::double) then ${column} end` : column;
  return [
    `count(${column})::double`,
    countable ? `approx_count_distinct(${column})::double` : 'null',
    countable ? `left(min(${finite})::varchar, 200)` : 'null',
    countable ? `left(max(${finite})::varchar, 200)` : 'null',
    fraction ? `count(*) filter (not isfinite(${column}::double))::double` : '0::double',
    fraction ? `coalesce(bool_and(${finite} = trunc(${finite})), false)` : `${isNumber ? 'true' : 'false'}`,
  ].join(', ');
}

function surveyed(column: SourceColumn, row: readonly unknown[]): SurveyedColumn {
  const [filled, distinct, min, max, notFinite, whole] = row;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    ...column,
    filled: Number(filled ?? 0),
    distinct: Number(distinct ?? 0),
    min: text(min),
    max: text(max),
    notFinite: Number(notFinite ?? 0),
    whole: whole === true,
    expression: columnExpression(column.name),
  };
}

/** A column of the surveyed file as an expression. */
export const columnExpression = (name: string): string => `source.${identifier(name)}`;
