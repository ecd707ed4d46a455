import { LeewayError } from '../shared/errors.ts';
import { addDays, sayDayYear, type Day } from '../shared/period.ts';

const maxDays = 366;

/** Throws `invalid` for a day that has passed, or that is more than a year away. */
export function assertDay(day: Day, today: Day, field: string): void {
  if (day < today) throw new LeewayError('invalid', `${sayDayYear(day)} has passed: today is ${sayDayYear(today)}.`, { field });
  const last = addDays(today, maxDays);
  if (day > last) throw new LeewayError('invalid', `Choose a day within a year, ${sayDayYear(last)} at the latest.`, { field });
}
