import { LeewayError } from '../shared/errors.ts';
import type { Day } from '../shared/period.ts';
import type { Edges } from './engine.ts';
import { steady } from './steady.ts';

/** `n` counts values, `missing` nulls; NaN and infinities are missing too. Dates are days since 1970-01-01. */
export interface NumericProfile {
  type: 'numeric' | 'date';
  n: number;
  missing: number;
  /** Names the edges (`edgesDigest`) under which `counts` were made. */
  bins: string;
  /** One a cell: edges + 1. */
  counts: number[];
  sum: number;
  sumSquares: number;
  /** null when n is 0. */
  min: number | null;
  max: number | null;
}

export interface CategoricalProfile {
  type: 'categorical' | 'boolean';
  n: number;
  missing: number;
  /** Ascending by code unit, each beside its count. */
  categories: string[];
  counts: number[];
}

export type ColumnProfile = NumericProfile | CategoricalProfile;

/** Counts of one stretch of days; plain JSON. */
export interface Profile {
  start: Day;
  /** Exclusive. */
  end: Day;
  rows: number;
  columns: Record<string, ColumnProfile>;
}

/** The window that later ones are compared with, stored once. */
export interface Reference {
  profile: Profile;
  edges: Record<string, Edges>;
}

/** Unites profiles of the same columns and edges, e.g. the seven days of a week. Throws `conflict` when they cannot be added. */
export function mergeProfiles(profiles: readonly Profile[]): Profile {
  const first = profiles[0];
  if (!first) throw new LeewayError('invalid', 'There is no profile to merge.');
  const names = Object.keys(first.columns);
  for (const other of profiles) {
    const missing = names.find((name) => !Object.hasOwn(other.columns, name));
    if (missing !== undefined || Object.keys(other.columns).length !== names.length) {
      throw new LeewayError(
        'conflict',
        `The profile of ${other.start} has other columns than that of ${first.start}. Profile it anew.`,
      );
    }
  }
  return {
    start: profiles.reduce((day, other) => (other.start < day ? other.start : day), first.start),
    end: profiles.reduce((day, other) => (other.end > day ? other.end : day), first.end),
    rows: profiles.reduce((sum, other) => sum + other.rows, 0),
    columns: Object.fromEntries(
      names.map((name) => [
        name,
        mergeColumn(
          name,
          profiles.map((other) => other.columns[name]!),
        ),
      ]),
    ),
  };
}

/** The reference made of the days that `profile(…, edges: 'make')` gave. */
export const makeReference = (made: { days: readonly Profile[]; edges: Record<string, Edges> }): Reference => ({
  profile: mergeProfiles(made.days),
  edges: made.edges,
});

function mergeColumn(name: string, columns: readonly ColumnProfile[]): ColumnProfile {
  const numeric = columns.filter((column) => 'bins' in column);
  if (numeric.length === columns.length) return mergeNumeric(name, numeric);
  const categorical = columns.filter((column) => 'categories' in column);
  if (categorical.length === columns.length) return mergeCategorical(name, categorical);
  throw differ(name, 'type');
}

function mergeNumeric(name: string, columns: readonly NumericProfile[]): NumericProfile {
  const first = columns[0]!;
  const counts = Array.from({ length: first.counts.length }, () => 0);
  for (const column of columns) {
    if (column.type !== first.type) throw differ(name, 'type');
    if (column.bins !== first.bins) throw differ(name, 'edges');
    column.counts.forEach((count, cell) => (counts[cell]! += count));
  }
  const seen = columns.filter((column) => column.n > 0);
  return {
    type: first.type,
    n: total(columns, 'n'),
    missing: total(columns, 'missing'),
    bins: first.bins,
    counts,
    sum: steady(total(columns, 'sum')),
    sumSquares: steady(total(columns, 'sumSquares')),
    min: seen.length === 0 ? null : Math.min(...seen.map((column) => column.min!)),
    max: seen.length === 0 ? null : Math.max(...seen.map((column) => column.max!)),
  };
}

function mergeCategorical(name: string, columns: readonly CategoricalProfile[]): CategoricalProfile {
  const first = columns[0]!;
  const sums = new Map<string, number>();
  for (const column of columns) {
    if (column.type !== first.type) throw differ(name, 'type');
    column.categories.forEach((category, index) => sums.set(category, (sums.get(category) ?? 0) + column.counts[index]!));
  }
  const categories = [...sums.keys()].sort();
  return {
    type: first.type,
    n: total(columns, 'n'),
    missing: total(columns, 'missing'),
    categories,
    counts: categories.map((category) => sums.get(category)!),
  };
}

const total = <Key extends string>(columns: readonly Record<Key, number>[], key: Key) =>
  columns.reduce((sum, column) => sum + column[key], 0);

const differ = (name: string, what: string) =>
  new LeewayError(
    'conflict',
    `The profiles of column “${name}” have different ${what}. Profile both windows with the reference's edges.`,
    {
      field: `columns.${name}`,
    },
  );
