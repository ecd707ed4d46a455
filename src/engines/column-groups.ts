import type { DuckDBDataChunk, DuckDBDoubleVector, DuckDBListVector, DuckDBStructVector } from '@duckdb/node-api';
import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { dayOfRow, rowsIn, type BoundColumn } from './columns.ts';
import type { Session } from './session.ts';
import { embedded, literal } from './sql.ts';

/** Distinct pairs of day and value that a batch of columns may have in one request. */
export const maxGroups = 20_000_000;

/** Counts what was found: `day` counts from the window's first, `value` is null or NaN where missing. */
export type Take = (day: number, value: number | string | null, rows: number) => void;

/**
 * Counts columns by day and raw value in one scan and hands each group to its column's `take`. All columns must agree in
 * `joined`. Grouping by raw value and cutting the bins here took half the time of DuckDB's `histogram` and a third of
 * `count_if`s; grouping sets read file and time once for all columns, which halved it again. Groups arrive as one list for
 * a column or a category: a text is decoded once, and not again for each day.
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
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      seen += takeChunk(chunk, columns, takes);
      if (seen > maxGroups)
        throw new LeewayError(
          'too-large',
          `There are more than ${maxGroups} pairs of day and value in ${named}. Profile a shorter window.`,
          { field },
        );
    }
  });
}

const outward: Record<BoundColumn['type'], (value: string) => string> = {
  numeric: (value) => `${value}::double`,
  date: (value) => `(${value} - date '1970-01-01')::double`,
  categorical: (value) => `${value}::varchar`,
  boolean: (value) => `${value}::varchar`,
};

const isText = ({ type }: BoundColumn) => type === 'categorical' || type === 'boolean';

/**
 * Columns of the result: which column it is about (a bit set for every other one), the category or null, and the groups as
 * a list of day, rows and number. A text column has a row for each category and one for null, a numeric column has one row.
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
  // NaN for null: it is missing too, and a column without nulls is read in half the time.
  const number = `coalesce(${ofSet((column) => !isText(column), 'double')}, 'nan')`;
  const group = `{d: (d - date ${literal(window.start)})::double, n: n::double, x: ${number}}`;
  return `select g::double, ${ofSet(isText, 'varchar')} as c, list(${group}) from (${groups}) group by g, c`;
}

/** `grouping(v0, v1 …)` has v0's bit leftmost, 0 where the set groups by it. */
const setOfColumn = (column: number, columnCount: number): number => 2 ** columnCount - 1 - 2 ** (columnCount - 1 - column);

/** Gives the number of groups. */
function takeChunk(chunk: DuckDBDataChunk, columns: readonly BoundColumn[], takes: readonly Take[]): number {
  const sets = chunk.getColumnVector(0);
  const categories = chunk.getColumnVector(1);
  const lists = chunk.getColumnVector(2) as DuckDBListVector;
  const groups = lists.childVector as DuckDBStructVector;
  const [days, counts, numbers] = [0, 1, 2].map((entry) => groups.entryVectorAt(entry) as DuckDBDoubleVector);
  for (let row = 0; row < chunk.rowCount; row++) {
    const column = columns.findIndex((_, index) => setOfColumn(index, columns.length) === sets.getItem(row));
    const category = categories.getItem(row) as string | null;
    const take = takes[column]!;
    const text = isText(columns[column]!);
    const from = lists.getEntryOffset(row);
    const to = from + lists.getEntryLength(row);
    for (let group = from; group < to; group++) {
      take(days!.getItem(group)!, text ? category : numbers!.getItem(group), counts!.getItem(group)!);
    }
  }
  return groups.itemCount;
}
