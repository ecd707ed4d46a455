import type { DuckDBDataChunk } from '@duckdb/node-api';
import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { dayOfRow, rowsIn, type BoundColumn } from './columns.ts';
import type { Session } from './session.ts';
import { embedded, literal } from './sql.ts';

/** Distinct pairs of day and value that a batch of columns may have in one request. */
export const maxGroups = 20_000_000;

/** Counts what was found: `day` counts from the window's first, `value` is null where missing. */
export type Take = (day: number, value: number | string | null, rows: number) => void;

/**
 * Counts columns by day and raw value in one scan and hands each group to its column's `take`. All columns must agree in
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
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      seen += chunk.rowCount;
      if (seen > maxGroups)
        throw new LeewayError(
          'too-large',
          `There are more than ${maxGroups} pairs of day and value in ${named}. Profile a shorter window.`,
          { field },
        );
      takeChunk(chunk, takes);
    }
  });
}

const outward: Record<BoundColumn['type'], (value: string) => string> = {
  numeric: (value) => `${value}::double`,
  date: (value) => `(${value} - date '1970-01-01')::double`,
  categorical: (value) => `${value}::varchar`,
  boolean: (value) => `${value}::varchar`,
};

/** Columns of the result: day, count, which column the group is of (a bit set for every other one), then one a column. */
function groupsSql(session: Session, window: Period, columns: readonly BoundColumn[]): string {
  const values = columns.map((_, index) => `v${index}`);
  const expressions = columns.map(
    ({ type, expression }, index) => `${embedded(expression)}${type === 'date' ? '::date' : ''} as v${index}`,
  );
  const rows = `select ${dayOfRow(session)} as d, ${expressions.join(', ')} ${rowsIn(session, window, columns[0]!.joined)}`;
  const sets = values.map((value) => `(d, ${value})`).join(', ');
  const groups = `select d, count(*) as n, grouping(${values.join(', ')}) as g, ${values.join(', ')} from (${rows}) group by grouping sets (${sets})`;
  const out = values.map((value, index) => outward[columns[index]!.type](value));
  return `select (d - date ${literal(window.start)})::double, n::double, g::double, ${out.join(', ')} from (${groups})`;
}

function takeChunk(chunk: DuckDBDataChunk, takes: readonly Take[]): void {
  const sets = chunk.getColumnVector(2);
  const { rowCount } = chunk;
  for (let from = 0, to = 0; from < rowCount; from = to) {
    const set = sets.getItem(from) as number;
    while (to < rowCount && sets.getItem(to) === set) to++;
    const column = columnOfSet(set, takes.length);
    takeRows(chunk, column, from, to, takes[column]!);
  }
}

/** `grouping(v0, v1 …)` has v0's bit leftmost, 0 where the set groups by it. */
function columnOfSet(set: number, columnCount: number): number {
  for (let column = 0; column < columnCount; column++) if (((set >>> (columnCount - 1 - column)) & 1) === 0) return column;
  throw new Error(`Grouping set ${set} is of no column.`);
}

function takeRows(chunk: DuckDBDataChunk, column: number, from: number, to: number, take: Take): void {
  const days = chunk.getColumnVector(0);
  const counts = chunk.getColumnVector(1);
  const values = chunk.getColumnVector(3 + column);
  for (let row = from; row < to; row++) {
    take(days.getItem(row) as number, values.getItem(row) as number | string | null, counts.getItem(row) as number);
  }
}
