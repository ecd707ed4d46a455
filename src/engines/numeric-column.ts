import { LeewayError } from '../shared/errors.ts';
import { cellOf, edgesDigest, quantileEdges } from './bins.ts';
import type { Take } from './column-groups.ts';
import type { BoundColumn } from './columns.ts';
import type { Edges } from './engine.ts';
import type { NumericProfile } from './profile.ts';
import { steady } from './steady.ts';

/** Takes groups in, and gives one profile a day when all are in. */
export interface Collector<Days> {
  take: Take;
  finish(): { days: Days[]; edges?: Edges };
}

/** Counts a numeric or date column under given edges. */
export function underEdges(column: BoundColumn, dayCount: number, edges: Edges): Collector<NumericProfile> {
  const days = emptyDays(column, dayCount, edges);
  const ends = Float64Array.from(edges);
  return {
    take: (day, value, rows) => add(days[day]!, ends, value, rows),
    finish: () => ({ days: days.map(rounded), edges }),
  };
}

/** Groups of one column that may wait in memory until the edges are known: about 100 MB. */
export const maxWaitingGroups = 4_000_000;

/** Keeps the groups until all are in, cuts edges at the window's own quantiles, then counts. */
export function makingEdges(column: BoundColumn, dayCount: number): Collector<NumericProfile> {
  const days: number[] = [];
  const values: (number | null)[] = [];
  const counts: number[] = [];
  return {
    take: (day, value, rows) => {
      if (days.length === maxWaitingGroups) throw tooMany(column);
      days.push(day);
      values.push(value as number | null);
      counts.push(rows);
    },
    finish: () => {
      const totals = new Map<number, number>();
      values.forEach((value, index) => {
        if (isFinite(value)) totals.set(value, (totals.get(value) ?? 0) + counts[index]!);
      });
      const distinct = Float64Array.from(totals.keys()).sort();
      const edges = quantileEdges(
        distinct,
        distinct.map((value) => totals.get(value)!),
      );
      const counted = underEdges(column, dayCount, edges);
      days.forEach((day, index) => counted.take(day, values[index]!, counts[index]!));
      return counted.finish();
    },
  };
}

const isFinite = (value: unknown): value is number => Number.isFinite(value);

function emptyDays(column: BoundColumn, dayCount: number, edges: Edges): NumericProfile[] {
  const type = column.type === 'date' ? 'date' : 'numeric';
  const bins = edgesDigest(edges);
  return Array.from({ length: dayCount }, () => ({
    type,
    n: 0,
    missing: 0,
    bins,
    counts: Array.from({ length: edges.length + 1 }, () => 0),
    sum: 0,
    sumSquares: 0,
    min: null,
    max: null,
  }));
}

function add(day: NumericProfile, edges: ArrayLike<number>, value: number | string | null, rows: number): void {
  if (!isFinite(value)) {
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

const tooMany = (column: BoundColumn) =>
  new LeewayError(
    'too-large',
    `Column “${column.name}” has more than ${maxWaitingGroups} pairs of day and value in the window. Make the reference from a shorter one.`,
    {
      field: `columns.${column.name}`,
    },
  );
