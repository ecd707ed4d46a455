import { basename } from 'node:path';
import { LeewayError } from '../shared/errors.ts';
import type { ColumnSpec, ColumnType } from './engine.ts';
import type { Session } from './session.ts';
import { boundsOf, type Period } from '../shared/period.ts';
import { embedded, identifier, literal } from './sql.ts';

const numeric = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\(.*\))$/;
const date = /^(DATE|TIMESTAMP.*)$/;
const categorical = /^(VARCHAR|UUID|ENUM\(.*\))$/;

/** What a DuckDB type is profiled as by default. */
export function columnTypeOf(nativeType: string): ColumnType | undefined {
  if (numeric.test(nativeType)) return 'numeric';
  if (date.test(nativeType)) return 'date';
  if (nativeType === 'BOOLEAN') return 'boolean';
  return categorical.test(nativeType) ? 'categorical' : undefined;
}

/** Whole numbers and booleans may stand for categories: weekdays, codes. */
const fits = (type: ColumnType, nativeType: string): boolean =>
  columnTypeOf(nativeType) === type ||
  (type === 'categorical' && /^(U?(TINY|SMALL|BIG)INT|U?INTEGER|BOOLEAN|DATE)$/.test(nativeType));

/** A column whose expression was found to be readable; `joined` when it needs the lookup tables. */
export interface BoundColumn extends ColumnSpec {
  joined: boolean;
}

/** FROM and WHERE of the rows of a window. */
export function rowsIn(session: Session, window: Period, joined: boolean): string {
  const { name, joins } = session.source;
  const from = `${identifier(name)}${joined && joins !== undefined ? ` ${joins}\n` : ''}`;
  return `from ${from} where ${isWithin(session, window)}`;
}

/** Whether a row is of the window. */
export function isWithin({ source }: Session, window: Period): string {
  const { start, end } = boundsOf(window);
  const at = embedded(source.time);
  return `${at} >= timestamp ${literal(start)} and ${at} < timestamp ${literal(end)}`;
}

/** The day of a row, as DATE. */
export const dayOfRow = (session: Session): string => `${embedded(session.source.time)}::date`;

/** Checks that every expression can be read and has the type it is said to have; throws `invalid` naming column and file. */
export async function bindColumns(session: Session, columns: readonly ColumnSpec[]): Promise<BoundColumn[]> {
  // All at once without the lookups is the common case and costs one look at the files; one by one to name a wrong one.
  const time = { name: 'time', expression: session.source.time };
  const [timeType, ...together] = await nativeTypes(session, [time, ...columns], false).catch(() => []);
  assertTime(session, timeType ?? (await nativeTypes(session, [time], false))[0]!);
  const bound: BoundColumn[] = [];
  for (const [index, column] of columns.entries()) {
    let joined = false;
    let nativeType = together[index];
    if (nativeType === undefined && session.source.joins !== undefined) {
      nativeType = (await nativeTypes(session, [column], false).catch(() => undefined))?.[0];
      joined = nativeType === undefined;
    }
    nativeType ??= (await nativeTypes(session, [column], joined))[0]!;
    if (!fits(column.type, nativeType)) {
      throw new LeewayError(
        'invalid',
        `Column “${column.name}” of source “${session.source.name}” (${basename(session.files[0]!)}) is ${nativeType}, expected ${column.type}.`,
        { field: `columns.${column.name}` },
      );
    }
    bound.push({ ...column, joined });
  }
  return bound;
}

function assertTime(session: Session, type: string): void {
  const { name } = session.source;
  if (type !== 'DATE' && !/^TIMESTAMP(_S|_MS|_NS)?$/.test(type)) {
    throw new LeewayError(
      'invalid',
      `The time of source “${name}” (${basename(session.files[0]!)}) is ${type}, expected DATE or TIMESTAMP.`,
      {
        field: 'source.time',
        hint: 'Write an expression that gives one, such as date::timestamp.',
      },
    );
  }
}

async function nativeTypes(
  session: Session,
  columns: readonly Pick<ColumnSpec, 'name' | 'expression'>[],
  joined: boolean,
): Promise<string[]> {
  const { name, joins } = session.source;
  const only = columns.length === 1 ? columns[0]!.name : undefined;
  const about = only === undefined ? {} : { what: `column “${only}”`, field: `columns.${only}` };
  const list = columns.map((column) => embedded(column.expression)).join(', ');
  const from = `${identifier(name)}${joined && joins !== undefined ? ` ${joins}\n` : ''}`;
  return await session.query(about, async (reader) => {
    const rows = await reader.rows(`describe select ${list} from ${from}`);
    return rows.map((row) => String(row[1]));
  });
}
