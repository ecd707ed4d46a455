import { describe, expect, it } from 'vitest';
import { monitorSpec, type MonitorSpec } from '../../src/monitor/schemas.ts';
import { autocorrelation } from '../../src/shared/xmr.ts';
import { judgeSeries, spec } from './books.ts';

/** Twelve weeks about 20 that resemble one another in nothing: their lag-1 autocorrelation is far below zero. */
const calm = [20, 21, 19, 21, 19, 20.5, 19.5, 21, 19, 20.5, 19, 21];
/** Each week resembles the one before. */
const sluggish = [18, 18.5, 19, 19.5, 20, 20.5, 21, 21.5, 21, 20.5, 20, 19.5];
const kpi = (better: 'higher' | 'lower') => ({
  kpis: [{ id: 'late', title: 'Late trips', phrase: 'late trips', better, target: 20 }],
});
const withThresholds = (thresholds: Partial<MonitorSpec['thresholds']>): MonitorSpec =>
  monitorSpec.parse({ ...spec, thresholds: { ...spec.thresholds, ...thresholds } });

describe('the error of a week', () => {
  const error = (...weeks: number[]) => judgeSeries({ mae: weeks })[0];

  it('is too early to judge with seven weeks of history, however far it jumps', () => {
    expect(error(...calm.slice(0, 7), 90)).toMatchObject({ kind: 'error-early', severity: 10 });
  });
  it('is judged from the eighth on', () => {
    expect(error(...calm.slice(0, 8), 90)).toMatchObject({ kind: 'error-outside', pattern: 'abrupt', severity: 80 });
  });
  it('is in range within the limits', () => {
    expect(error(...calm, 21)).toMatchObject({ kind: 'error-in-range', pattern: 'none', direction: 'none' });
  });
  it('below the limits is good news, no alarm', () => {
    expect(error(...calm, 9)).toMatchObject({ kind: 'error-better', severity: 30 });
  });
  it('counts the weeks that it has been outside', () => {
    expect(error(...calm, 30, 36)).toMatchObject({ kind: 'error-outside', weeksRunning: 2 });
  });
  it('does not count a week before that was outside then and is within what is usual now', () => {
    // 24.6 is above 24.39, the limit that the twelve weeks give, and below 25.18, the one that it gives with them.
    expect(error(...calm, 24.6)).toMatchObject({ kind: 'error-outside', weeksRunning: 1 });
    expect(error(...calm, 24.6, 30)).toMatchObject({ kind: 'error-outside', weeksRunning: 1 });
  });
  it('moving little by little is gradual: three of four near a limit', () => {
    expect(error(...calm, 23, 20, 23, 23.2)).toMatchObject({ kind: 'error-shift', pattern: 'gradual' });
  });
  it('moving little by little is gradual: eight weeks on one side', () => {
    const weeks = [...calm, 20.6, 21.2, 20.7, 21.3, 20.8, 21.2, 20.9, 21.3];
    expect(error(...weeks)).toMatchObject({ kind: 'error-shift', pattern: 'gradual' });
  });
  it('in a series whose weeks resemble the one before, runs say nothing and a point outside does', () => {
    expect(autocorrelation(sluggish)).toBeGreaterThan(0.25);
    expect(error(...sluggish, 21, 21.2, 21.4, 21.6, 21.4, 21.5, 21.6, 21.4)).toMatchObject({ kind: 'error-in-range' });
    expect(error(...sluggish, 30)).toMatchObject({ kind: 'error-outside' });
  });
});

describe('a business measure', () => {
  it.each([
    ['higher', 9, 'kpi-outside'],
    ['higher', 30, 'kpi-better'],
    ['lower', 30, 'kpi-outside'],
    ['lower', 9, 'kpi-better'],
  ] as const)('of which %s is better, at %d, is %s', (better, value, kind) => {
    const [found] = judgeSeries({ kpi: { late: [...calm, value] } }, kpi(better));
    expect(found).toMatchObject({ kind, key: 'kpi:late', words: { better, phrase: 'late trips' } });
  });
  it('moving to the worse side little by little is a shift', () => {
    expect(judgeSeries({ kpi: { late: [...calm, 23, 20, 23, 23.2] } }, kpi('lower'))[0]).toMatchObject({ kind: 'kpi-shift' });
    expect(judgeSeries({ kpi: { late: [...calm, 16.6, 20, 16.6, 16.4] } }, kpi('higher'))[0]).toMatchObject({
      kind: 'kpi-shift',
    });
  });
  it('is told apart from the error, and the worse of the two comes first', () => {
    const found = judgeSeries({ mae: [...calm, 30], kpi: { late: [...calm, 20] } }, kpi('lower'));
    expect(found.map((one) => one.kind)).toEqual(['error-outside', 'kpi-in-range']);
  });
});

describe('the distance of a column', () => {
  const drift = (weeks: number[], column = 'place', thresholds = {}) =>
    judgeSeries({ psi: { [column]: weeks } }, { spec: withThresholds(thresholds) })[0];

  it('is not said for one week, nor for two below the level', () => {
    expect(drift([0.01, 0.01, 0.3])).toBeUndefined();
    expect(drift([0.01, 0.09, 0.09])).toBeUndefined();
  });
  it('is said once it has lasted', () => {
    expect(drift([0.01, 0.3, 0.3])).toMatchObject({ kind: 'input-drift', key: 'drift:place', words: { phrase: 'places' } });
    expect(drift([0.01, 0.3, 0.3], 'place', { persistWeeks: 3 })).toBeUndefined();
    expect(drift([0.01, 0.01, 0.3], 'place', { persistWeeks: 1 })).toBeDefined();
  });
  it('stays until it is clearly smaller again, then needs to last anew', () => {
    expect(drift([0.01, 0.3, 0.3, 0.08])).toMatchObject({ weeksRunning: 2 });
    expect(drift([0.01, 0.3, 0.3, 0.06])).toBeUndefined();
    expect(drift([0.01, 0.3, 0.3, 0.06, 0.12])).toBeUndefined();
  });
  it('is abrupt after a leap and stays so while it lasts', () => {
    expect(drift([0.01, 0.3, 0.3])).toMatchObject({ pattern: 'abrupt', weeksRunning: 1 });
    expect(drift([0.01, 0.3, 0.3, 0.31, 0.3])).toMatchObject({ pattern: 'abrupt', weeksRunning: 3 });
  });
  it('is gradual after small steps', () => {
    expect(drift([0.02, 0.04, 0.07, 0.11, 0.13])).toMatchObject({ pattern: 'gradual' });
  });
  it.each([
    ['place', 'input-drift', 'places'],
    ['prediction', 'prediction-drift', 'forecasts'],
    ['wait', 'outcome-drift', 'waiting time'],
  ])('of %s is never said of another thing', (column, kind, phrase) => {
    expect(drift([0.01, 0.3, 0.3], column)).toMatchObject({ kind, words: { column, phrase } });
  });
});

describe('the data of a week', () => {
  it('missing values speak from their level on', () => {
    const missing = (share: number) => judgeSeries({ 'missing-share': { place: [share] } })[0];
    expect(missing(0.009)).toBeUndefined();
    expect(missing(0.02)).toMatchObject({ kind: 'values-missing', key: 'missing:place', severity: 60 });
  });
  it('new categories are background', () => {
    expect(judgeSeries({ 'new-categories': { place: [0] } })).toEqual([]);
    expect(judgeSeries({ 'new-categories': { place: [2] } })[0]).toMatchObject({ kind: 'new-categories', severity: 5 });
  });
  it('short days speak', () => {
    expect(judgeSeries({ rows: [900], 'short-days': [0] })).toEqual([]);
    expect(judgeSeries({ rows: [900], 'short-days': [1] })[0]).toMatchObject({
      kind: 'rows-short',
      direction: 'down',
      severity: 70,
    });
  });
  it('the same facts give the same findings in the same order', () => {
    const judge = () => judgeSeries({ 'missing-share': { place: [0.5], wait: [0.5] }, 'short-days': [1], rows: [1], mae: [2] });
    expect(judge().map(({ kind, words }) => [kind, words])).toEqual(judge().map(({ kind, words }) => [kind, words]));
    expect(judge().map((one) => one.key)).toEqual(['rows', 'missing:place', 'missing:wait', 'error']);
  });
});
