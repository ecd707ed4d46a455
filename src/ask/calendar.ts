import { addDays, daysBetween, dayOf, mondayOf, weekOf, type Day, type Period } from '../shared/period.ts';
import type { AskedPeriod } from './query.ts';

export const pad = (count: number): string => String(count).padStart(2, '0');
export const yearOf = (day: Day): number => Number(day.slice(0, 4));
const monthNumber = (day: Day): number => Number(day.slice(5, 7));

/** The first day of the month that lies `months` after year and month (1 is January); month may run past 12 or below 1. */
export function firstOf(year: number, month: number): Day {
  const index = year * 12 + month - 1;
  return `${pad4(Math.floor(index / 12))}-${pad((((index % 12) + 12) % 12) + 1)}-01`;
}

export const months = (year: number, month: number, count = 1): Period =>
  tidy({ start: firstOf(year, month), end: firstOf(year, month + count) });

/** The month, quarter (3) or year (12) that holds the day, or one that lies `steps` of them away. */
export function blockOf(day: Day, size: 1 | 3 | 12, steps = 0): Period {
  const first = Math.floor((monthNumber(day) - 1) / size) * size + 1;
  return months(yearOf(day), first + steps * size, size);
}

/** The grain that says what a stretch is: one week, one month, or days. */
export function tidy(stretch: { start: Day; end: Day }): Period {
  const { start, end } = stretch;
  if (start.endsWith('-01') && end === firstOf(yearOf(start), monthNumber(start) + 1)) return { grain: 'month', start, end };
  if (mondayOf(start) === start && addDays(start, 7) === end) return { grain: 'week', start, end };
  return { grain: 'day', start, end };
}

/** The stretch of the same length just before (−1) or after (+1): for a month the neighbouring month. */
export function shift(period: Period, steps: number): Period {
  if (period.grain === 'month') return blockOf(period.start, 1, steps);
  const length = daysBetween(period.start, period.end) * steps;
  return { grain: period.grain, start: addDays(period.start, length), end: addDays(period.end, length) };
}

/** ISO 8601 week: week 1 is the one that holds 4 January. */
export const isoWeek = (year: number, week: number): Period => weekOf(addDays(mondayOf(`${pad4(year)}-01-04`), (week - 1) * 7));

/** The n-th week of a month as ISO counts weeks: it belongs to the month that its Thursday lies in; −1 is the last. */
export function weekOfMonth(month: Period, nth: number): Period | undefined {
  const weeks: Period[] = [];
  for (let monday = mondayOf(month.start); monday < month.end; monday = addDays(monday, 7)) {
    const thursday = addDays(monday, 3);
    if (thursday >= month.start && thursday < month.end) weeks.push(weekOf(monday));
  }
  return weeks.at(nth < 0 ? nth : nth - 1);
}

/** With the mark that the period is still running on the given day. */
export const marked = (period: Period, today: Day): AskedPeriod => {
  const { grain, start, end } = period;
  return end > today ? { grain, start, end, partial: true } : { grain, start, end };
};

export const lastWeek = (today: Day): Period => shift(weekOf(today), -1);
/** The latest such weekday (1 is Monday) before the day. */
export function lastWeekday(today: Day, weekday: number): Period {
  const day = addDays(mondayOf(today), weekday - 1);
  return dayOf(day < today ? day : addDays(day, -7));
}

const pad4 = (year: number): string => String(year).padStart(4, '0');
