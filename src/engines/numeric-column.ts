import type { Period } from '../shared/period.ts';
import { cellOf, edgesDigest, quantileEdges } from './bins.ts';
import { eachGroup } from './column-groups.ts';
import type { BoundColumn } from './columns.ts';
import type { Edges } from './engine.ts';
import type { NumericProfile } from './profile.ts';
import type { Session } from './session.ts';
import { steady } from './steady.ts';

/** One profile a day of the window. */
export interface NumericDays {
  days: NumericProfile[];
  edges: Edges;
}

/** Profiles a numeric or date column under the given edges, or under new ones cut from the window's own quantiles. */
export async function profileNumeric(
  session: Session,
  window: Period,
  dayCount: number,
  column: BoundColumn,
  given: Edges | undefined,
): Promise<NumericDays> {
  if (given) {
    const filled = emptyDays(column, dayCount, given);
    const edges = Float64Array.from(given);
    await eachGroup<number>(session, window, column, (day, value, rows) => add(filled[day]!, edges, value, rows));
    return { days: filled.map(rounded), edges: given };
  }
  const groups: { day: number[]; value: (number | null)[]; rows: number[] } = { day: [], value: [], rows: [] };
  const totals = new Map<number, number>();
  await eachGroup<number>(session, window, column, (day, value, rows) => {
    groups.day.push(day);
    groups.value.push(value);
    groups.rows.push(rows);
    if (isValue(value)) totals.set(value, (totals.get(value) ?? 0) + rows);
  });
  const values = Float64Array.from(totals.keys()).sort();
  const edges = quantileEdges(values, Float64Array.from(values, (value) => totals.get(value)!));
  const filled = emptyDays(column, dayCount, edges);
  groups.day.forEach((day, index) => add(filled[day]!, edges, groups.value[index]!, groups.rows[index]!));
  return { days: filled.map(rounded), edges };
}

const isValue = (value: number | null): value is number => value !== null && Number.isFinite(value);

function emptyDays(column: BoundColumn, dayCount: number, edges: Edges): NumericProfile[] {
  const type = column.type === 'date' ? 'date' : 'numeric';
  const bins = edgesDigest(edges);
  return Array.from({ length: dayCount }, () => ({
    type,
    n: 0,
    missing: 0,
    bins,
    counts: new Array<number>(edges.length + 1).fill(0),
    sum: 0,
    sumSquares: 0,
    min: null,
    max: null,
  }));
}

function add(day: NumericProfile, edges: ArrayLike<number>, value: number | null, rows: number): void {
  if (!isValue(value)) {
    day.missing += rows;
    return;
  }
  day.n += rows;
  day.counts[cellOf(edges, value)]! += rows;
  day.sum += value * rows;
  day.sumSquares += value * value * rows;
  if (day.min === null || value < day.min) day.min = value;
  if (day.max === null || value > day.max) day.max = value;
}

const rounded = (day: NumericProfile): NumericProfile => ({ ...day, sum: steady(day.sum), sumSquares: steady(day.sumSquares) });
