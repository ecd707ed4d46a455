import { LeewayError } from '../shared/errors.ts';
import type { BoundColumn } from './columns.ts';
import type { Collector } from './numeric-column.ts';
import type { CategoricalProfile } from './profile.ts';

/** Distinct categories of one column in one window; more is free text or an id, which has no distribution to compare. */
export const maxCategories = 10_000;
export const maxCategoryCharacters = 256;

interface DayCounts {
  n: number;
  missing: number;
  /** Rows by the category's place in order of appearance; holes where the day lacks it. */
  counts: number[];
}

/** Counts a categorical or boolean column. */
export function byCategory(column: BoundColumn, dayCount: number): Collector<CategoricalProfile> {
  const days = Array.from({ length: dayCount }, (): DayCounts => ({ n: 0, missing: 0, counts: [] }));
  const places = new Map<string, number>();
  const placeOf = (category: string): number => {
    const known = places.get(category);
    if (known !== undefined) return known;
    if (places.size === maxCategories) throw refused(column, `more than ${maxCategories} categories`);
    if (category.length > maxCategoryCharacters)
      throw refused(column, `a category of more than ${maxCategoryCharacters} characters`);
    places.set(category, places.size);
    return places.size - 1;
  };
  return {
    take: (groups) => {
      groups.texts.forEach((text, index) => {
        const day = days[groups.days[index]!]!;
        const rows = groups.rows[index]!;
        if (text === null) day.missing += rows;
        else {
          day.n += rows;
          day.counts[placeOf(text)] = rows;
        }
      });
    },
    finish: () => {
      // Sorted once for all days: most categories are seen on most of them.
      const sorted = [...places].sort(([one], [other]) => (one < other ? -1 : 1));
      return { days: days.map((day) => profileOf(column, day, sorted)) };
    },
  };
}

function profileOf(column: BoundColumn, day: DayCounts, sorted: readonly (readonly [string, number])[]): CategoricalProfile {
  const seen = sorted.filter(([, place]) => day.counts[place] !== undefined);
  return {
    type: column.type === 'boolean' ? 'boolean' : 'categorical',
    n: day.n,
    missing: day.missing,
    categories: seen.map(([category]) => category),
    counts: seen.map(([, place]) => day.counts[place]!),
  };
}

const refused = (column: BoundColumn, what: string) =>
  new LeewayError('too-large', `Column “${column.name}” has ${what} in the window. Leave it out, or group its values.`, {
    field: `columns.${column.name}`,
  });
