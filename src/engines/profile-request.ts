import { basename } from 'node:path';
import { LeewayError } from '../shared/errors.ts';
import { addDays, daysOf, sayPeriod, type Period } from '../shared/period.ts';
import { byCategory } from './categorical-column.ts';
import { eachGroup } from './column-groups.ts';
import { bindColumns, dayOfRow, rowsIn, type BoundColumn } from './columns.ts';
import type { DayProfiles, Edges, ProfileRequest } from './engine.ts';
import { makingEdges, underEdges, type Collector } from './numeric-column.ts';
import type { ColumnProfile } from './profile.ts';
import type { Session } from './session.ts';

export const maxWindowDays = 400;
export const maxColumns = 2000;
/** More columns a scan need more memory at once and gain little. */
const columnsAScan = 8;

interface ProfiledColumn {
  column: BoundColumn;
  days: ColumnProfile[];
  edges?: Edges;
}

/** Profiles a window by day: one scan for up to eight columns, whatever the number of days. */
export async function profileInSession(session: Session, request: ProfileRequest): Promise<DayProfiles> {
  const days = assertRequest(request);
  const columns = await bindColumns(session, request.columns);
  const collectors = columns.map((column) => collectorOf(column, days.length, request.edges));
  for (const batch of batchesOf(columns)) {
    const take = batch.map((position) => collectors[position]!.take);
    await eachGroup(
      session,
      request.window,
      batch.map((position) => columns[position]!),
      take,
    );
  }
  const profiled = columns.map((column, position) => ({ column, ...collectors[position]!.finish() }));
  const rows = await rowCounts(session, request.window, days.length, profiled);
  assertRows(session, request.window, rows, profiled);
  return {
    days: days.map((day, index) => ({
      start: day,
      end: addDays(day, 1),
      rows: rows[index]!,
      columns: Object.fromEntries(profiled.map((each) => [each.column.name, each.days[index]!])),
    })),
    edges: Object.fromEntries(profiled.flatMap((each) => (each.edges ? [[each.column.name, each.edges]] : []))),
  };
}

/** The days of the window; throws `invalid` or `too-large`. */
export function assertWindow(window: Period): string[] {
  const days = daysOf(window);
  const said = `from ${window.start} to ${window.end}`;
  if (window.hours && (days.length !== 1 || window.hours.from >= window.hours.until))
    throw new LeewayError('invalid', 'A window of hours is some hours of one day.', { field: 'window' });
  if (days.length === 0) throw new LeewayError('invalid', `The window ${said} has no day.`, { field: 'window' });
  if (days.length > maxWindowDays) {
    throw new LeewayError('too-large', `The window ${said} has more than ${maxWindowDays} days. Ask for it in parts.`, {
      field: 'window',
    });
  }
  return days;
}

function assertRequest({ columns, window, edges }: ProfileRequest): string[] {
  if (columns.length === 0) throw new LeewayError('invalid', 'Name at least one column to profile.', { field: 'columns' });
  if (columns.length > maxColumns) {
    throw new LeewayError('too-large', `At most ${maxColumns} columns can be profiled at once.`, { field: 'columns' });
  }
  const names = columns.map((column) => column.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new LeewayError('invalid', `Column “${twice}” is named twice.`, { field: `columns.${twice}` });
  for (const { name, type } of columns) {
    if (edges === 'make' || (type !== 'numeric' && type !== 'date')) continue;
    const own = Object.hasOwn(edges, name) ? edges[name]! : undefined;
    if (own?.every((edge, index) => index === 0 || edge > own[index - 1]!)) continue;
    const reason = own ? 'are not ascending' : 'are not in the reference';
    throw new LeewayError('invalid', `The bin edges of column “${name}” ${reason}. Make the reference anew.`, {
      field: `edges.${name}`,
    });
  }
  return assertWindow(window);
}

function collectorOf(column: BoundColumn, dayCount: number, edges: ProfileRequest['edges']): Collector<ColumnProfile> {
  if (column.type === 'categorical' || column.type === 'boolean') return byCategory(column, dayCount);
  return edges === 'make' ? makingEdges(column, dayCount) : underEdges(column, dayCount, edges[column.name]!);
}

/** Columns that share a scan, as positions: those that need the lookup tables apart from those that do not. */
function batchesOf(columns: readonly BoundColumn[]): number[][] {
  const positions = [...columns.keys()];
  return [false, true].flatMap((joined) => {
    const alike = positions.filter((position) => columns[position]!.joined === joined);
    return Array.from({ length: Math.ceil(alike.length / columnsAScan) }, (_, batch) =>
      alike.slice(batch * columnsAScan, (batch + 1) * columnsAScan),
    );
  });
}

/** Rows a day without the lookups: from a column that needs none, otherwise counted. */
async function rowCounts(
  session: Session,
  window: Period,
  dayCount: number,
  profiled: readonly ProfiledColumn[],
): Promise<number[]> {
  const plain = profiled.find((each) => !each.column.joined);
  return plain ? plain.days.map((day) => day.n + day.missing) : await countRows(session, window, dayCount);
}

export async function countRows(session: Session, window: Period, dayCount: number): Promise<number[]> {
  const counts = Array.from({ length: dayCount }, () => 0);
  await session.query({}, async (reader) => {
    const sql = `select (${dayOfRow(session)} - date '${window.start}')::double, count(*)::double ${rowsIn(session, window, false)} group by 1`;
    for (const [day, count] of await reader.rows(sql)) counts[day as number] = count as number;
  });
  return counts;
}

/** Throws `not-found` for a window without rows, `invalid` when joins drop or multiply rows. */
function assertRows(session: Session, window: Period, rows: readonly number[], profiled: readonly ProfiledColumn[]): void {
  assertSomeRows(session, window, rows);
  for (const { column, days } of profiled) {
    if (days.some((day, index) => day.n + day.missing !== rows[index])) throw rowsChanged(session, `column “${column.name}”`);
  }
}

export function assertSomeRows(session: Session, window: Period, rows: readonly number[]): void {
  if (rows.some((count) => count > 0)) return;
  throw new LeewayError('not-found', `${basename(session.files[0]!)} has no rows of ${sayPeriod(window)}.`, { field: 'window' });
}

export const rowsChanged = (session: Session, what: string) =>
  new LeewayError('invalid', `The joins of source “${session.source.name}” change the number of rows (seen at ${what}).`, {
    field: 'source.joins',
    hint: 'Use left joins on keys that a lookup table has once.',
  });
