import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { dayOfRow, rowsIn, type BoundColumn } from './columns.ts';
import type { Session } from './session.ts';
import { embedded, literal } from './sql.ts';

/** Distinct pairs of day and value that one column may have in one request. */
export const maxGroups = 20_000_000;

/**
 * Counts a column by day and raw value and hands each group over: `day` counts from the window's first, `value` is null where
 * missing. Grouping by raw value and cutting bins here took half the time of DuckDB's `histogram` and a third of `count_if`s.
 */
export async function eachGroup<Value extends number | string>(
  session: Session,
  window: Period,
  column: BoundColumn,
  take: (day: number, value: Value | null, rows: number) => void,
): Promise<void> {
  const first = `date ${literal(window.start)}`;
  const expression = column.type === 'date' ? `${embedded(column.expression)}::date` : embedded(column.expression);
  const rows = rowsIn(session, window, column.joined);
  const groups = `select ${dayOfRow(session)} as d, ${expression} as v, count(*) as n ${rows} group by 1, 2`;
  const value = { numeric: 'v::double', date: `(v - date '1970-01-01')::double`, categorical: 'v::varchar', boolean: 'v::varchar' };
  const sql = `select (d - ${first})::double, ${value[column.type]}, n::double from (${groups})`;
  let seen = 0;
  await session.query({ what: `column “${column.name}”`, field: `columns.${column.name}` }, async (connection) => {
    const result = await connection.stream(sql);
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      const days = chunk.getColumnVector(0);
      const values = chunk.getColumnVector(1);
      const counts = chunk.getColumnVector(2);
      seen += chunk.rowCount;
      if (seen > maxGroups) throw tooMany(column);
      for (let row = 0; row < chunk.rowCount; row++) {
        take(days.getItem(row) as number, values.getItem(row) as Value | null, counts.getItem(row) as number);
      }
    }
  });
}

const tooMany = (column: BoundColumn) =>
  new LeewayError('too-large', `Column “${column.name}” has more than ${maxGroups} pairs of day and value in the window. Profile a shorter one.`, {
    field: `columns.${column.name}`,
  });
