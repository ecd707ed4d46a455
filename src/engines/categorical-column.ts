import { LeewayError } from '../shared/errors.ts';
import type { BoundColumn } from './columns.ts';
import type { Collector } from './numeric-column.ts';
import type { CategoricalProfile } from './profile.ts';

/** Distinct categories of one column in one window; more is free text or an id, which has no distribution to compare. */
export const maxCategories = 10_000;
export const maxCategoryCharacters = 256;

/** Counts a categorical or boolean column. */
export function byCategory(column: BoundColumn, dayCount: number): Collector<CategoricalProfile> {
  const days = Array.from({ length: dayCount }, () => ({ n: 0, missing: 0, counts: new Map<string, number>() }));
  const known = new Set<string>();
  return {
    take: (day, value, rows) => {
      const at = days[day]!;
      if (typeof value !== 'string') {
        at.missing += rows;
        return;
      }
      known.add(value);
      if (known.size > maxCategories) throw refused(column, `more than ${maxCategories} categories`);
      if (value.length > maxCategoryCharacters)
        throw refused(column, `a category of more than ${maxCategoryCharacters} characters`);
      at.n += rows;
      at.counts.set(value, rows);
    },
    finish: () => ({ days: days.map((day) => profileOf(column, day)) }),
  };
}

function profileOf(column: BoundColumn, day: { n: number; missing: number; counts: Map<string, number> }): CategoricalProfile {
  const categories = [...day.counts.keys()].sort();
  return {
    type: column.type === 'boolean' ? 'boolean' : 'categorical',
    n: day.n,
    missing: day.missing,
    categories,
    counts: categories.map((category) => day.counts.get(category)!),
  };
}

const refused = (column: BoundColumn, what: string) =>
  new LeewayError('too-large', `Column “${column.name}” has ${what} in the window. Leave it out, or group its values.`, {
    field: `columns.${column.name}`,
  });
