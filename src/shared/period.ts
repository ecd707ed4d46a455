import { DateTime } from 'luxon';
import { LeewayError } from './errors.ts';

/** A calendar day as `2001-06-11`, in the data's own calendar. */
export type Day = string;
export const grains = ['day', 'week', 'month'] as const;
export type Grain = (typeof grains)[number];

/** A stretch of the data's calendar: `start` inclusive, `end` exclusive. */
export interface Period {
  grain: Grain;
  start: Day;
  end: Day;
  /** Only these hours of its one day; absent: all of it. */
  hours?: Hours;
}

/** Hours of a day by the data's own clock, 0 to 24: `from` inclusive, `until` exclusive. */
export interface Hours {
  from: number;
  until: number;
}

const utc = (day: Day) => DateTime.fromISO(day, { zone: 'utc', locale: 'en-US' });

export const addDays = (day: Day, count: number): Day => utc(day).plus({ days: count }).toISODate()!;
export const daysBetween = (start: Day, end: Day): number => Math.round(utc(end).diff(utc(start), 'days').days);
/** The Monday on or before the day (ISO weeks). */
export const mondayOf = (day: Day): Day => utc(day).startOf('week').toISODate()!;
export const weekOf = (day: Day): Period => ({ grain: 'week', start: mondayOf(day), end: addDays(mondayOf(day), 7) });
export const dayOf = (day: Day): Period => ({ grain: 'day', start: day, end: addDays(day, 1) });
export const daysOf = (period: Period): Day[] =>
  Array.from({ length: daysBetween(period.start, period.end) }, (_, index) => addDays(period.start, index));

/** Some hours of one day. */
export const hoursOf = (day: Day, hours: Hours): Period => ({ ...dayOf(day), hours });
const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`;
/** Where a period begins and ends, in the data's own calendar: days, or `2001-06-11 06:00` where it is hours. */
export const boundsOf = ({ start, end, hours }: Omit<Period, 'grain'>): { start: string; end: string } =>
  hours
    ? { start: `${start} ${clock(hours.from)}`, end: hours.until === 24 ? `${end} 00:00` : `${start} ${clock(hours.until)}` }
    : { start, end };
/** `06:00 to 12:00`; a dash between two colons is taken for an emoji. */
export const sayHours = ({ from, until }: Hours): string => `${clock(from)} to ${clock(until)}`;

/** The calendar day it is in a time zone at an instant. */
export const dayIn = (zone: string, instant: Date): Day => DateTime.fromJSDate(instant, { zone }).toISODate()!;

/** The wall clock in a time zone at an instant, `16:05`. */
export const clockIn = (zone: string, instant: Date): string => DateTime.fromJSDate(instant, { zone }).toFormat('HH:mm');

export function assertZone(zone: string, field: string): string {
  if (!DateTime.local().setZone(zone).isValid) {
    throw new LeewayError('invalid', `“${zone}” is no time zone that I know. Use a name such as America/Chicago.`, { field });
  }
  return zone;
}

/** `11 June`, `11 June 2001`, `Thu 21 June`: how a person reads a day. */
export const sayDay = (day: Day): string => utc(day).toFormat('d LLLL');
export const sayDayYear = (day: Day): string => utc(day).toFormat('d LLLL yyyy');
export const sayWeekday = (day: Day): string => utc(day).toFormat('ccc d LLLL');

/** `May 2001`: the month of an instant. */
export const sayMonth = (instant: Date): string =>
  DateTime.fromJSDate(instant, { zone: 'utc' }).setLocale('en-US').toFormat('LLLL yyyy');

/** `11–17 June 2001`, `28 May – 3 June 2001`, `January 2001`, `11 June 2001`, `11 June 2001, 06:00 to 12:00`. */
export function sayPeriod(period: Period, options: { year?: boolean } = {}): string {
  const first = utc(period.start);
  const last = utc(period.end).minus({ days: 1 });
  const year = options.year === false ? '' : ` ${last.year}`;
  if (period.grain === 'month') return `${first.toFormat('LLLL')}${year}`;
  if (period.hours) return `${first.toFormat('d LLLL')}${year}, ${sayHours(period.hours)}`;
  if (period.start === addDays(period.end, -1)) return `${first.toFormat('d LLLL')}${year}`;
  if (first.hasSame(last, 'month')) return `${first.day}–${last.toFormat('d LLLL')}${year}`;
  return `${first.toFormat('d LLLL')} – ${last.toFormat('d LLLL')}${year}`;
}

/** Wall time of a weekly schedule. `weekday` 1 is Monday. The zone's rules decide what 09:00 means at each date. */
export interface WeeklyTime {
  weekday: number;
  hour: number;
  minute: number;
  zone: string;
}

/** The first instant strictly after `after` at which the wall clock in the zone shows the weekday and time. */
export function nextWeekly(time: WeeklyTime, after: Date): Date {
  const from = DateTime.fromJSDate(after, { zone: time.zone });
  const at = { weekday: time.weekday, hour: time.hour, minute: time.minute, second: 0, millisecond: 0 } as const;
  const candidate = from.set({ ...at, weekday: time.weekday as 1 | 2 | 3 | 4 | 5 | 6 | 7 });
  return (candidate > from ? candidate : candidate.plus({ weeks: 1 }).set({ hour: time.hour, minute: time.minute })).toJSDate();
}

/** The first instant strictly after `after` at which the wall clock in the zone shows hour and minute. */
export function nextDaily(time: Omit<WeeklyTime, 'weekday'>, after: Date): Date {
  const from = DateTime.fromJSDate(after, { zone: time.zone });
  const candidate = from.set({ hour: time.hour, minute: time.minute, second: 0, millisecond: 0 });
  return (candidate > from ? candidate : candidate.plus({ days: 1 }).set({ hour: time.hour, minute: time.minute })).toJSDate();
}

/** The last instant at or before `until` at which the wall clock in the zone showed the time; of every day without a weekday. */
export function lastAt(
  { zone, weekday, hour, minute }: Omit<WeeklyTime, 'weekday'> & { weekday: number | null },
  until: Date,
): Date {
  const to = DateTime.fromJSDate(until, { zone });
  const on = weekday === null ? {} : { weekday: weekday as 1 | 2 | 3 | 4 | 5 | 6 | 7 };
  const candidate = to.set({ ...on, hour, minute, second: 0, millisecond: 0 });
  const before = () => candidate.minus(weekday === null ? { days: 1 } : { weeks: 1 }).set({ hour, minute });
  return (candidate <= to ? candidate : before()).toJSDate();
}

/** The instant at which the wall clock in the zone shows the day and time. */
export const instantAt = (day: Day, time: { hour: number; minute: number; zone: string }): Date =>
  DateTime.fromISO(day, { zone: time.zone }).set({ hour: time.hour, minute: time.minute }).toJSDate();

/** `Mon 18 June 2001, 09:00` in a zone. */
export const sayInstant = (instant: Date, zone: string): string =>
  DateTime.fromJSDate(instant, { zone }).setLocale('en-US').toFormat('ccc d LLLL yyyy, HH:mm');

/** `Thu 21 June, 17:00 (Chicago)` in a zone, named by its city. */
export const sayClock = (instant: Date, zone: string): string => `${sayMoment(instant, zone)} (${cityOf(zone)})`;

/** What people call a time zone: `Chicago`. */
export const cityOf = (zone: string): string => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');

/** The same beside another time that names the place: `Thu 21 June, 17:00`. */
export const sayMoment = (instant: Date, zone: string): string =>
  DateTime.fromJSDate(instant, { zone }).setLocale('en-US').toFormat('ccc d LLLL, HH:mm');
