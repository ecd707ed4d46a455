import { LeewayError } from '../shared/errors.ts';
import { addDays, daysBetween, type Day } from '../shared/period.ts';
import type { AskedPeriod } from './query.ts';
import type { SubjectWindow } from './subject-store.ts';

/** Weeks of history that an answer reads at most, beside those asked for. */
const historyWeeks = 26;
const maxSpanDays = 731;
const thursday = 3;

export interface AskedWindow extends SubjectWindow {
  /** Several weeks are spoken of, not one look. */
  span: boolean;
}

/**
 * Which looks a period means: a week its own, a single day its own, anything longer the weeks that have most of their days in
 * it (as ISO 8601 gives a week to a year). Without a period the newest week. Throws
 * `too-large` for more than two years.
 */
export function windowOf(period: AskedPeriod | undefined, today: Day): AskedWindow {
  const history = (day: Day) => addDays(day, -7 * historyWeeks);
  if (!period) return { grain: 'week', from: null, until: null, today, seriesFrom: history(today), span: false };
  const { grain, start, end } = period;
  if (grain === 'week') return { grain, from: start, until: end, today, seriesFrom: history(start), span: false };
  const days = daysBetween(start, end);
  if (days === 1) return { grain: 'day', from: start, until: end, today, seriesFrom: history(start), span: false };
  const from = addDays(start, -thursday);
  if (days > maxSpanDays)
    throw new LeewayError('too-large', 'I read at most two years at once. Ask about a shorter time.', { field: 'period' });
  return { grain: 'week', from, until: addDays(end, -thursday), today, seriesFrom: history(from), span: true };
}
