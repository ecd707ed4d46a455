import type { DuckDBDataChunk, DuckDBDoubleVector, DuckDBResult, DuckDBVarCharVector } from '@duckdb/node-api';
import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { dayOfRow, rowsIn, type BoundColumn } from './columns.ts';
import type { Session } from './session.ts';
import { embedded, literal } from './sql.ts';

/** Distinct pairs of day and value that a batch of columns may have in one request. */
export const maxGroups = 20_000_000;

/** Some groups of one column, side by side. */
export interface Groups {
  /** From the window's first. */
  days: Float64Array;
  rows: Float64Array;
  /** Of a numeric or date column: NaN where missing. */
  numbers: Float64Array;
  /** Of a categorical or boolean column: null where missing. */
  texts: readonly (string | null)[];
}

export type Take = (groups: Groups) => void;

/**
 * Counts columns by day and raw value in one scan and hands them to each column's `take`. All columns must agree in
 * `joined`. Grouping by raw value and cutting the bins here took half the time of DuckDB's `histogram` and a third of
 * `count_if`s; grouping sets read file and time once for all columns, which halved it again.
 */
export async function eachGroup(
  session: Session,
  window: Period,
  columns: readonly BoundColumn[],
  takes: readonly Take[],
): Promise<void> {
  const named =
    columns.length === 1 ? `column “${columns[0]!.name}”` : `columns ${columns.map(({ name }) => `“${name}”`).join(', ')}`;
  const field = columns.length === 1 ? `columns.${columns[0]!.name}` : 'columns';
  let seen = 0;
  await session.query({ what: named, field }, async (reader) => {
    const result = await reader.stream(groupsSql(session, window, columns));
    await eachChunk(result, (chunk) => {
      seen += chunk.rowCount;
      if (seen > maxGroups)
        throw new LeewayError(
          'too-large',
          `There are more than ${maxGroups} pairs of day and value in ${named}. Profile a shorter window.`,
          { field },
        );
      takeChunk(chunk, columns, takes);
    });
  });
}

/** While one chunk is counted here, DuckDB makes the next on a thread of its own. */
async function eachChunk(result: DuckDBResult, take: (chunk: DuckDBDataChunk) => void): Promise<void> {
  let next = result.fetchChunk();
  try {
    for (let chunk = await next; chunk && chunk.rowCount > 0; chunk = await next) {
      next = result.fetchChunk();
      take(chunk);
    }
  } finally {
    // What is under way must have ended before the connection is closed; why it failed was told already.
    await next.catch(() => {});
  }
}

const outward: Record<BoundColumn['type'], (value: string) => string> = {
  numeric: (value) => `${value}::double`,
  date: (value) => `(${value} - date '1970-01-01')::double`,
  categorical: (value) => `${value}::varchar`,
  boolean: (value) => `${value}::varchar`,
};

const isText = ({ type }: BoundColumn) => type === 'categorical' || type === 'boolean';

/**
 * Columns of the result: day, count, which column the group is of (a bit set for every other one), its number, its text.
 * One column of numbers for all, NaN for null (it is missing too): a column with nulls takes twice as long to read.
 */
function groupsSql(session: Session, window: Period, columns: readonly BoundColumn[]): string {
  const values = columns.map((_, index) => `v${index}`);
  const expressions = columns.map(
    ({ type, expression }, index) => `${embedded(expression)}${type === 'date' ? '::date' : ''} as v${index}`,
  );
  const rows = `select ${dayOfRow(session)} as d, ${expressions.join(', ')} ${rowsIn(session, window, columns[0]!.joined)}`;
  const sets = values.map((value) => `(d, ${value})`).join(', ');
  const groups = `select d, count(*) as n, grouping(${values.join(', ')}) as g, ${values.join(', ')} from (${rows}) group by grouping sets (${sets})`;
  const ofSet = (kept: (column: BoundColumn) => boolean, type: string) => {
    const cases = columns.flatMap((column, index) =>
      kept(column) ? [`when ${setOfColumn(index, columns.length)} then ${outward[column.type](values[index]!)}`] : [],
    );
    return cases.length === 0 ? `null::${type}` : `case g ${cases.join(' ')} end`;
  };
  const numbers = `coalesce(${ofSet((column) => !isText(column), 'double')}, 'nan')`;
  return `select (d - date ${literal(window.start)})::double, n::double, g::double, ${numbers}, ${ofSet(isText, 'varchar')} from (${groups})`;
}

/** `grouping(v0, v1 …)` has v0's bit leftmost, 0 where the set groups by it. */
const setOfColumn = (column: number, columnCount: number): number => 2 ** columnCount - 1 - 2 ** (columnCount - 1 - column);

function takeChunk(chunk: DuckDBDataChunk, columns: readonly BoundColumn[], takes: readonly Take[]): void {
  const sets = numbersIn(chunk, 2, 0, chunk.rowCount);
  for (let from = 0, to = 0; from < sets.length; from = to) {
    while (to < sets.length && sets[to] === sets[from]) to++;
    const column = columns.findIndex((_, index) => setOfColumn(index, columns.length) === sets[from]);
    const text = isText(columns[column]!);
    takes[column]!({
      days: numbersIn(chunk, 0, from, to),
      rows: numbersIn(chunk, 1, from, to),
      numbers: text ? none : numbersIn(chunk, 3, from, to),
      texts: text ? textsIn(chunk, 4, from, to) : [],
    });
  }
}

const none = new Float64Array();

/**
 * These columns have no nulls, by the statement above: the vector's own array is read where it has one, which spares a look
 * for a null at each of a million places.
 */
function numbersIn(chunk: DuckDBDataChunk, column: number, from: number, to: number): Float64Array {
  const vector = chunk.getColumnVector(column) as DuckDBDoubleVector;
  const { items } = vector as unknown as { items?: unknown };
  if (items instanceof Float64Array) return items.subarray(from, to);
  return Float64Array.from({ length: to - from }, (_, index) => vector.getItem(from + index)!);
}

function textsIn(chunk: DuckDBDataChunk, column: number, from: number, to: number): (string | null)[] {
  const vector = chunk.getColumnVector(column) as DuckDBVarCharVector;
  return Array.from({ length: to - from }, (_, index) => vector.getItem(from + index));
}
