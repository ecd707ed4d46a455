import { LeewayError } from '../shared/errors.ts';
import { cellOf, edgesDigest, quantileEdges } from './bins.ts';
import type { Groups, Take } from './column-groups.ts';
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
    take: (groups) => {
      const { rows, numbers } = groups;
      groups.days.forEach((day, index) => add(days[day]!, ends, numbers[index]!, rows[index]!));
    },
    finish: () => ({ days: days.map(rounded), edges }),
  };
}

/** Groups of one column that may wait in memory until the edges are known: about 100 MB. */
export const maxWaitingGroups = 4_000_000;

/** Keeps the groups until all are in, cuts edges at the window's own quantiles, then counts. */
export function makingEdges(column: BoundColumn, dayCount: number): Collector<NumericProfile> {
  const waiting: Groups[] = [];
  let count = 0;
  return {
    take: (groups) => {
      count += groups.days.length;
      if (count > maxWaitingGroups) throw tooMany(column);
      waiting.push(groups);
    },
    finish: () => {
      const totals = new Map<number, number>();
      for (const { numbers, rows } of waiting) {
        numbers.forEach((value, index) => {
          if (Number.isFinite(value)) totals.set(value, (totals.get(value) ?? 0) + rows[index]!);
        });
      }
      const distinct = Float64Array.from(totals.keys()).sort();
      const edges = quantileEdges(
        distinct,
        distinct.map((value) => totals.get(value)!),
      );
      const counted = underEdges(column, dayCount, edges);
      for (const groups of waiting) counted.take(groups);
      return counted.finish();
    },
  };
}

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

function add(day: NumericProfile, edges: ArrayLike<number>, value: number, rows: number): void {
  if (!Number.isFinite(value)) {
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
