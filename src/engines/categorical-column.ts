import { LeewayError } from '../shared/errors.ts';
import type { Period } from '../shared/period.ts';
import { eachGroup } from './column-groups.ts';
import type { BoundColumn } from './columns.ts';
import type { CategoricalProfile } from './profile.ts';
import type { Session } from './session.ts';

/** Distinct categories of one column in one window; more is free text or an id, which has no distribution to compare. */
export const maxCategories = 10_000;
export const maxCategoryCharacters = 256;

/** Profiles a categorical or boolean column: one profile a day of the window. */
export async function profileCategorical(
  session: Session,
  window: Period,
  dayCount: number,
  column: BoundColumn,
): Promise<CategoricalProfile[]> {
  const days = Array.from({ length: dayCount }, () => ({ n: 0, missing: 0, counts: new Map<string, number>() }));
  const known = new Set<string>();
  await eachGroup<string>(session, window, column, (day, value, rows) => {
    const at = days[day]!;
    if (value === null) {
      at.missing += rows;
      return;
    }
    known.add(value);
    if (known.size > maxCategories) throw refused(column, `more than ${maxCategories} categories`);
    if (value.length > maxCategoryCharacters) throw refused(column, `a category of more than ${maxCategoryCharacters} characters`);
    at.n += rows;
    at.counts.set(value, rows);
  });
  const sorted = [...known].sort();
  return days.map(({ n, missing, counts }) => {
    const categories = sorted.filter((category) => counts.has(category));
    return {
      type: column.type === 'boolean' ? 'boolean' : 'categorical',
      n,
      missing,
      categories,
      counts: categories.map((category) => counts.get(category)!),
    };
  });
}

const refused = (column: BoundColumn, what: string) =>
  new LeewayError('too-large', `Column “${column.name}” has ${what} in the window. Leave it out, or group its values.`, {
    field: `columns.${column.name}`,
  });
