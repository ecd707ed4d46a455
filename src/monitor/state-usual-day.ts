import { median } from '../shared/median.ts';
import { daysBetween } from '../shared/period.ts';
import type { FactBook } from './fact-book.ts';
import type { WindowCounts } from './state-facts.ts';

/** Fewer than these say nothing of a weekday. */
const fewestWeekdays = 3;

/** States how many rows a day usually has: the median of the same weekday before it, else an average day of the reference. */
export function stateUsualDay(book: FactBook, { period, reference, history, spec }: WindowCounts): void {
  if (period.grain !== 'day' || period.hours) return;
  const same = history.series('rows').map((fact) => fact.value);
  const columns = [spec.source.time];
  const stated = { measure: 'usual' as const, about: 'rows', unit: 'count', columns };
  if (same.length >= fewestWeekdays) {
    book.state({ ...stated, value: median(same), method: `median of the same weekday in ${same.length} weeks before` });
  } else if (reference) {
    const { start, end, rows } = reference.profile.profile;
    book.state({ ...stated, value: rows / daysBetween(start, end), method: `rows of an average day in ${reference.label}` });
  }
}
