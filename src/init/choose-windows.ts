import type { DayRows } from '../engines/survey.ts';
import { LeewayError } from '../shared/errors.ts';
import { addDays, daysBetween, mondayOf, sayDayYear, type Day } from '../shared/period.ts';

export interface Windows {
  reference: { start: Day; end: Day; rows: number };
  /** The Monday of the first watched week, and the Monday after the last. */
  from: Day;
  until: Day;
  weeks: number;
  /** Rows of a middling watched week. */
  weekRows: number;
  /** Weekdays on which there are hardly any rows, such as Saturdays. */
  quietWeekdays: number;
  /** Rows of a middling watched day; null where single days hold too few, or too unequal ones, to be judged one by one. */
  dayRows: number | null;
  notes: string[];
}

/** An XmR chart needs eight weeks; with twelve there are four to look at against a usual range. */
const watchedWeeks = 12;
const referenceWeeks = 4;
/** What a reference is cut from is held in memory for a moment. */
const maxReferenceRows = 2_000_000;

/**
 * Chooses what is compared with what: the last weeks that follow one another, the first of them as the reference. Weeks run
 * from Monday to Sunday. Throws `invalid` with what is needed where there are none.
 */
export function chooseWindows(days: readonly DayRows[], today: Day): Windows {
  const past = days.filter(({ day }) => day <= today);
  const [first, last] = [past[0], past.at(-1)];
  if (!first || !last) throw tooLittle('Every row lies in the future', days);
  const notes = days.length > past.length ? [sayFuture(days, today)] : [];
  const byWeek = new Map<Day, number>();
  for (const { day, rows } of past) byWeek.set(mondayOf(day), (byWeek.get(mondayOf(day)) ?? 0) + rows);
  const isWhole = (monday: Day) => monday >= first.day && addDays(monday, 6) <= last.day;
  const whole = [...byWeek.keys()].filter(isWhole);
  const run = lastRun(whole);
  const lone = run.length === 1 ? daysBefore(past, run[0]!) : [];
  if (run.length < 2 && lone.length === 0) throw tooLittle(sayThin(byWeek.size, past.length), past);
  const watched =
    run.length === 1
      ? run
      : run.slice(-Math.min(watchedWeeks, run.length - Math.max(1, Math.min(referenceWeeks, Math.floor(run.length / 4)))));
  const before = run.slice(0, run.length - watched.length).slice(-referenceWeeks);
  const from = watched[0]!;
  const start = before[0] ?? lone[0]!.day;
  const reference = fitReference(past, start, from);
  if (lone.length > 0) notes.push(`There is one whole week; the ${lone.length} days before it are what it is compared with.`);
  if (addDays(watched.at(-1)!, 7) <= last.day)
    notes.push(`The days from ${sayDayYear(addDays(watched.at(-1)!, 7))} on are no whole week yet.`);
  const sizes = watched.map((monday) => byWeek.get(monday)!).toSorted((left, right) => left - right);
  return {
    reference,
    from,
    until: addDays(watched.at(-1)!, 7),
    weeks: watched.length,
    weekRows: sizes[Math.floor(sizes.length / 2)]!,
    quietWeekdays: quietWeekdays(past, from),
    dayRows: steadyDays(past, from, addDays(watched.at(-1)!, 7)),
    notes,
  };
}

/** The last weeks without a gap; a single one where none has a neighbour. */
function lastRun(weeks: readonly Day[]): Day[] {
  const run: Day[] = [];
  let best: Day[] = [];
  for (const week of weeks.toReversed()) {
    if (run.length > 0 && addDays(week, 7) !== run[0]) {
      if (run.length > best.length) best = [...run];
      if (best.length >= 2) break;
      run.length = 0;
    }
    run.unshift(week);
  }
  return run.length > best.length ? run : best;
}

const minLoneDays = 3;
function daysBefore(days: readonly DayRows[], monday: Day): DayRows[] {
  const before = days.filter(({ day }) => day < monday && daysBetween(day, monday) <= 28);
  return before.length >= minLoneDays ? before : [];
}

/** The days before the watched ones, fewer where they hold more rows than a reference can be cut from. */
function fitReference(days: readonly DayRows[], start: Day, end: Day): Windows['reference'] {
  let rows = 0;
  let begin = end;
  for (const one of days.filter(({ day }) => day >= start && day < end).toReversed()) {
    if (rows > 0 && rows + one.rows > maxReferenceRows) break;
    rows += one.rows;
    begin = one.day;
  }
  return { start: rows > 0 && begin > start && rows >= maxReferenceRows / 2 ? begin : start, end, rows };
}

/** Weekdays that have less than half of an average day's rows, on average over the days since. */
function quietWeekdays(days: readonly DayRows[], from: Day): number {
  const sums = [0, 0, 0, 0, 0, 0, 0];
  for (const { day, rows } of days.filter((one) => one.day >= from)) sums[daysBetween(mondayOf(day), day)]! += rows;
  const mean = sums.reduce((sum, one) => sum + one, 0) / 7;
  return sums.filter((one) => one < 0.6 * mean).length;
}

/** Fewer rows than this on a middling day, and a day swings too much by chance. */
const minDayRows = 50;
/** Of ten days, nine have at least a third of a middling day's rows: what is below is then worth a word. */
const steadyShare = 0.9;
function steadyDays(days: readonly DayRows[], from: Day, until: Day): number | null {
  const watched = days.filter(({ day }) => day >= from && day < until);
  const expected = daysBetween(from, until);
  const sizes = [...watched.map(({ rows }) => rows), ...Array.from({ length: expected - watched.length }, () => 0)];
  const middling = sizes.toSorted((left, right) => left - right)[Math.floor(expected / 2)]!;
  const steady = sizes.filter((rows) => rows >= middling / 3).length;
  return middling >= minDayRows && steady >= steadyShare * expected && quietWeekdays(days, from) === 0 ? middling : null;
}

function sayFuture(days: readonly DayRows[], today: Day): string {
  const future = days.filter(({ day }) => day > today);
  const rows = future.reduce((sum, one) => sum + one.rows, 0);
  return `${rows} ${rows === 1 ? 'row lies' : 'rows lie'} in the future, up to ${sayDayYear(future.at(-1)!.day)}; ${rows === 1 ? 'it was' : 'they were'} left aside.`;
}

const sayThin = (weeks: number, days: number): string =>
  weeks < 2
    ? `All rows are of ${days === 1 ? 'one day' : `${days} days`}`
    : `The rows of ${days} days lie in ${weeks} weeks, but never in two whole weeks in a row`;

function tooLittle(what: string, days: readonly DayRows[]): LeewayError {
  const [first, last] = [days[0], days.at(-1)];
  const span = first && last ? ` (${sayDayYear(first.day)} to ${sayDayYear(last.day)})` : '';
  return new LeewayError('invalid', `${what}${span}, and Leeway compares whole weeks, Monday to Sunday.`, {
    field: 'FILE',
    hint: 'Give it at least two weeks that follow one another, or name another column with --time.',
  });
}
