import { describe, expect, it } from 'vitest';
import { sayFact } from '../../src/shared/say-fact.ts';

const span = (hours: number) => sayFact({ value: hours, unit: 'hours' }, 'span').replaceAll('\u00a0', ' ');

describe('a stretch of time', () => {
  it.each([
    [0, '0 minutes'],
    [0.2, '12 minutes'],
    [0.017, '1 minute'],
    [1, '1.0 hours'],
    [26, '26.0 hours'],
    [48, '48.0 hours'],
    [70.5, '2.9 days'],
    [172.1, '7.2 days'],
  ])('of %d hours is said as people do: %s', (hours, said) => expect(span(hours)).toBe(said));

  it.each([
    [3, 'days', '3 days'],
    [1, 'weeks', '1 week'],
    [0.4873, 'days', '0.487 days'],
    [1.2, 'weeks', '1.2 weeks'],
    [12.345, 'days', '12.3 days'],
    [2115.4, 'count', '2,115'],
  ])('of %d %s is %s: what was counted is whole, what was measured is not', (value, unit, said) =>
    expect(sayFact({ value, unit }).replaceAll('\u00a0', ' ')).toBe(said),
  );

  it('stays in its own unit where it is not asked for as a stretch, such as a KPI in hours', () =>
    expect(sayFact({ value: 70.5, unit: 'hours' })).toBe('70.5\u00a0hours'));
});

describe('a figure', () => {
  it('is never minus nothing', () => {
    expect(sayFact({ value: -0.04, unit: 'minutes' })).toBe('0.0\u00a0minutes');
    expect(sayFact({ value: -0.4, unit: 'count' })).toBe('0');
    expect(sayFact({ value: -0.06, unit: 'minutes' })).toBe('−0.1\u00a0minutes');
  });

  it('of something by the hour has no decimal where there are hundreds', () => {
    expect(sayFact({ value: 690.1, unit: 'per hour' }, 'bare')).toBe('690');
    expect(sayFact({ value: 4.2, unit: 'per hour' }, 'bare')).toBe('4.2');
  });
});
