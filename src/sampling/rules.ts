import { addDays, type Day, type Period } from '../shared/period.ts';

/** Of one round at most; who they are is drawn where a team has more experts. */
export const maxAsked = 20;

/** The 97.5th percentile of the normal distribution: intervals hold the true share 19 times in 20. */
const z = 1.959963984540054;

/**
 * The interval of a share by Wilson's score (Wilson, JASA 22, 1927), 95 %: it stays within 0 and 1 and holds its promise with
 * a handful of answers too. Both ends in 0 to 1; 0 and 1 where there is nothing to go by.
 */
export function wilson(hits: number, total: number): { low: number; high: number } {
  if (total === 0) return { low: 0, high: 1 };
  const share = hits / total;
  const spread = z * z;
  const middle = (share + spread / (2 * total)) / (1 + spread / total);
  const half = (z / (1 + spread / total)) * Math.sqrt((share * (1 - share)) / total + spread / (4 * total * total));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** How many decisions each of the experts gets, all of them different ones; at least one. */
export const eachOf = (population: number, experts: number, wanted: number): number =>
  Math.max(1, Math.min(wanted, Math.floor(population / Math.max(1, experts))));

/** The places of a round's decisions that an expert's letter leads through: from, to, both inclusive. */
export function blockOf(position: number, each: number): { first: number; last: number } {
  const first = Math.floor((position - 1) / each) * each + 1;
  return { first, last: first + each - 1 };
}

/** Where a letter goes after an answer: the next without one, else the first without one; undefined when all have one. */
export function nextOpen(
  { first, last }: { first: number; last: number },
  answered: ReadonlySet<number>,
  after: number,
): number | undefined {
  const places = Array.from({ length: last - first + 1 }, (_, index) => first + index).filter((one) => !answered.has(one));
  return places.find((one) => one > after) ?? places[0];
}

export interface Span {
  start: Day;
  /** Exclusive. */
  end: Day;
}

const firstOf = (day: Day): Day => `${day.slice(0, 8)}01`;

/** A stretch of days as people name it: a whole month by its name. */
export const periodOf = ({ start, end }: Span): Period => ({
  grain: start === firstOf(start) && end === firstOf(addDays(start, 31)) ? 'month' : 'day',
  start,
  end,
});

/** The month before the day, without what lies before `from`; undefined where nothing is left. */
export function monthToAsk(day: Day, from: Day | undefined): Span | undefined {
  const end = firstOf(day);
  const start = firstOf(addDays(end, -1));
  const asked = { start: from !== undefined && from > start ? from : start, end };
  return asked.start < end ? asked : undefined;
}

/** Whether the day is the first of its weekday in the month. */
export const isFirstOfMonth = (day: Day): boolean => Number(day.slice(8)) <= 7;
