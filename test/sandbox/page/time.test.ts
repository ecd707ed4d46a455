import { describe, expect, it } from 'vitest';
import { dayLabel, hourMinute, shortDate, zoneCity, zonedToIso } from '../../../src/sandbox/page/time.js';

const monday = new Date('2001-06-18T13:00:00Z');

describe('times as a persona reads them', () => {
  it('tells date and time in the zone of the reader', () => {
    expect(shortDate(monday, 'America/Chicago')).toBe('Mon 18 Jun 2001');
    expect(hourMinute(monday, 'America/Chicago')).toBe('08:00');
    expect(shortDate(new Date('2001-06-18T02:00:00Z'), 'America/Los_Angeles')).toBe('Sun 17 Jun 2001');
    expect(zoneCity('America/Los_Angeles')).toBe('Los Angeles');
  });

  it('shows midnight as 00, not as 24', () => {
    expect(hourMinute(new Date('2001-06-18T05:00:00Z'), 'America/Chicago')).toBe('00:00');
  });

  it('calls days by name only around the present', () => {
    expect(dayLabel(monday, 'America/Chicago', monday)).toBe('Today');
    expect(dayLabel(new Date('2001-06-18T04:00:00Z'), 'America/Chicago', monday)).toBe('Yesterday');
    expect(dayLabel(new Date('2001-06-11T13:00:00Z'), 'America/Chicago', monday)).toBe('Monday 11 June 2001');
  });
});

describe('a date picked on the wall calendar', () => {
  it('is an instant of its zone, in winter and in summer', () => {
    expect(zonedToIso('2001-01-15', '09:00', 'America/Chicago')).toBe('2001-01-15T15:00:00.000Z');
    expect(zonedToIso('2001-06-11', '09:00', 'America/Chicago')).toBe('2001-06-11T14:00:00.000Z');
  });

  it('is right on the day when summer time begins', () => {
    expect(zonedToIso('2001-04-01', '00:30', 'America/Chicago')).toBe('2001-04-01T06:30:00.000Z');
    expect(zonedToIso('2001-04-01', '03:30', 'America/Chicago')).toBe('2001-04-01T08:30:00.000Z');
  });
});
