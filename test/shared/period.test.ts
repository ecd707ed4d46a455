import { describe, expect, it } from 'vitest';
import {
  addDays,
  assertZone,
  dayIn,
  dayOf,
  daysBetween,
  daysOf,
  instantAt,
  mondayOf,
  nextDaily,
  nextWeekly,
  sayInstant,
  sayPeriod,
  weekOf,
} from '../../src/shared/period.ts';

const chicago = 'America/Chicago';
const mondayNine = { weekday: 1, hour: 9, minute: 0, zone: chicago };
/** The instants that follow one another, as ISO text. */
function following(next: (after: Date) => Date, after: string, count: number): string[] {
  const instants: string[] = [];
  for (let at = new Date(after); instants.length < count;) {
    at = next(at);
    instants.push(at.toISOString());
  }
  return instants;
}

describe('days and weeks', () => {
  it('cross months, leap days and years', () => {
    expect([addDays('2001-02-28', 1), addDays('2000-02-28', 1), addDays('2001-01-01', -1)]).toEqual([
      '2001-03-01',
      '2000-02-29',
      '2000-12-31',
    ]);
    expect(daysBetween('2001-01-01', '2002-01-01')).toBe(365);
  });

  it.each([
    ['2001-06-11', '2001-06-11', 'a Monday'],
    ['2001-06-17', '2001-06-11', 'the Sunday after it'],
    ['2001-06-18', '2001-06-18', 'the Monday after that'],
    ['2001-01-01', '2001-01-01', 'a Monday that begins a year'],
    ['2000-12-31', '2000-12-25', 'a Sunday that ends one'],
    ['2001-07-01', '2001-06-25', 'a Sunday in the next month'],
  ])('%s is in the week of %s: %s', (day, monday) => {
    expect(mondayOf(day)).toBe(monday);
    expect(weekOf(day)).toEqual({ grain: 'week', start: monday, end: addDays(monday, 7) });
  });

  it('a week has seven days, its end excluded, also where clocks change', () => {
    expect(daysOf(weekOf('2001-04-01'))).toEqual([
      '2001-03-26',
      '2001-03-27',
      '2001-03-28',
      '2001-03-29',
      '2001-03-30',
      '2001-03-31',
      '2001-04-01',
    ]);
  });

  it('the day depends on where one is', () => {
    const instant = new Date('2001-06-18T03:00:00Z');
    expect([dayIn(chicago, instant), dayIn('UTC', instant)]).toEqual(['2001-06-17', '2001-06-18']);
  });
});

describe('a period in words', () => {
  it.each([
    [weekOf('2001-06-11'), '11–17 June 2001'],
    [weekOf('2001-06-01'), '28 May – 3 June 2001'],
    [{ grain: 'month' as const, start: '2001-01-01', end: '2001-02-01' }, 'January 2001'],
    [dayOf('2001-06-11'), '11 June 2001'],
    [weekOf('2001-01-01'), '1–7 January 2001'],
  ])('%j is %s', (period, words) => {
    expect(sayPeriod(period)).toBe(words);
    expect(sayPeriod(period, { year: false })).toBe(words.replace(' 2001', ''));
  });
});

describe('a weekly time, Monday 09:00 in Chicago', () => {
  it('is an hour earlier in UTC once clocks went forward on 1 April 2001', () => {
    expect(following((after) => nextWeekly(mondayNine, after), '2001-03-24T00:00:00Z', 3)).toEqual([
      '2001-03-26T15:00:00.000Z',
      '2001-04-02T14:00:00.000Z',
      '2001-04-09T14:00:00.000Z',
    ]);
  });

  it('is an hour later in UTC once clocks went back on 28 October 2001', () => {
    expect(following((after) => nextWeekly(mondayNine, after), '2001-10-20T00:00:00Z', 3)).toEqual([
      '2001-10-22T14:00:00.000Z',
      '2001-10-29T15:00:00.000Z',
      '2001-11-05T15:00:00.000Z',
    ]);
  });

  it('is strictly after: from the instant itself it is a week on, from a millisecond before it is the instant', () => {
    expect(nextWeekly(mondayNine, new Date('2001-06-18T14:00:00.000Z')).toISOString()).toBe('2001-06-25T14:00:00.000Z');
    expect(nextWeekly(mondayNine, new Date('2001-06-18T13:59:59.999Z')).toISOString()).toBe('2001-06-18T14:00:00.000Z');
  });

  it('that clocks skip comes once that day, after the gap, and at its own hour a week later', () => {
    const sundayHalfPastTwo = { weekday: 7, hour: 2, minute: 30, zone: chicago };
    expect(following((after) => nextWeekly(sundayHalfPastTwo, after), '2001-03-26T00:00:00Z', 2)).toEqual([
      '2001-04-01T08:30:00.000Z',
      '2001-04-08T07:30:00.000Z',
    ]);
  });
});

describe('a daily time', () => {
  it('that clocks skip comes once that day and at its own hour on the next', () => {
    const halfPastTwo = { hour: 2, minute: 30, zone: chicago };
    expect(following((after) => nextDaily(halfPastTwo, after), '2001-03-31T00:00:00Z', 4)).toEqual([
      '2001-03-31T08:30:00.000Z',
      '2001-04-01T08:30:00.000Z',
      '2001-04-02T07:30:00.000Z',
      '2001-04-03T07:30:00.000Z',
    ]);
  });

  it('that clocks repeat comes once that day', () => {
    const halfPastOne = { hour: 1, minute: 30, zone: chicago };
    const found = following((after) => nextDaily(halfPastOne, after), '2001-10-27T00:00:00Z', 3);
    expect(found.map((instant) => dayIn(chicago, new Date(instant)))).toEqual(['2001-10-27', '2001-10-28', '2001-10-29']);
  });
});

describe('an instant', () => {
  it('is said in the wall time of a zone', () => {
    const instant = instantAt('2001-06-18', { hour: 9, minute: 0, zone: chicago });
    expect(instant.toISOString()).toBe('2001-06-18T14:00:00.000Z');
    expect(sayInstant(instant, chicago)).toBe('Mon 18 June 2001, 09:00');
  });
});

describe('a time zone', () => {
  it('that does not exist is refused by name', () => {
    expect(assertZone(chicago, 'zone')).toBe(chicago);
    expect(() => assertZone('America/Chicgo', 'people.dana.zone')).toThrow('“America/Chicgo” is no time zone');
  });
});
