import { addDays, daysBetween, type Day } from '../shared/period.ts';

export interface Quarter {
  start: Day;
  /** The first day that no longer counts. */
  end: Day;
}

/** For so many days of a quarter the one before is looked at: a server that was down on its first day misses nothing. */
const lookDays = 10;

/** The quarter that a day is in. */
export function quarterOf(day: Day): Quarter {
  const [year = 0, month = 1] = day.split('-').map(Number);
  const first = Math.floor((month - 1) / 3) * 3 + 1;
  const start = `${String(year).padStart(4, '0')}-${String(first).padStart(2, '0')}-01`;
  const later = first === 10 ? { year: year + 1, month: 1 } : { year, month: first + 3 };
  return { start, end: `${String(later.year).padStart(4, '0')}-${String(later.month).padStart(2, '0')}-01` };
}

/** The quarter that has just ended; undefined once its time to be looked at has passed. */
export function endedQuarter(day: Day): Quarter | undefined {
  const now = quarterOf(day);
  return daysBetween(now.start, day) < lookDays ? quarterOf(addDays(now.start, -1)) : undefined;
}

const names = ['first', 'second', 'third', 'fourth'];

/** `the second quarter of 2001` */
export function sayQuarter(start: Day): string {
  const [year = 0, month = 1] = start.split('-').map(Number);
  return `the ${names[Math.floor((month - 1) / 3)]} quarter of ${year}`;
}
