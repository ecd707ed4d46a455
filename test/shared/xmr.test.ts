import { describe, expect, it } from 'vitest';
import { autocorrelation, minXmrPoints, xmrLimits, xmrSignal } from '../../src/shared/xmr.ts';

describe('the limits of an XmR chart', () => {
  it('are the mean ± 2.66 mean moving ranges', () => {
    // By hand: sum 168, mean 21; moving ranges 2 4 2 4 2 2 2, sum 18, mean 18/7; 2.66 × 18/7 = 6.84.
    expect(xmrLimits([20, 22, 18, 20, 24, 22, 20, 22])).toEqual({ mean: 21, lower: 14.16, upper: 27.84, points: 8 });
  });

  it('follow the moving range, not the spread of the values', () => {
    // A steady rise has a moving range of 1 however far it goes.
    const limits = xmrLimits([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(limits?.mean).toBe(4.5);
    expect(limits?.upper).toBeCloseTo(4.5 + 2.66, 12);
    expect(limits?.lower).toBeCloseTo(4.5 - 2.66, 12);
  });

  it('close on a constant series', () => {
    expect(xmrLimits(Array.from({ length: 8 }, () => 5))).toEqual({ mean: 5, lower: 5, upper: 5, points: 8 });
  });

  it('are not given for fewer than eight points', () => {
    expect(minXmrPoints).toBe(8);
    expect(xmrLimits([1, 2, 3, 4, 5, 6, 7])).toBeUndefined();
  });
});

describe('a signal', () => {
  const limits = { mean: 10, lower: 4, upper: 16, points: 20 };
  it.each([
    ['a value beyond the upper limit', [10, 16.1], { rule: 'outside', side: 'above' }],
    ['a value beyond the lower limit', [10, 3.9], { rule: 'outside', side: 'below' }],
    ['three of four nearer the upper limit', [14, 10, 14, 14], { rule: 'three-of-four', side: 'above' }],
    ['three of four nearer the lower limit', [6, 6, 10, 6], { rule: 'three-of-four', side: 'below' }],
    ['eight in a row above the mean', [11, 11, 11, 11, 11, 11, 11, 11], { rule: 'run-of-eight', side: 'above' }],
    ['eight in a row below the mean', [9, 9, 9, 9, 9, 9, 9, 9], { rule: 'run-of-eight', side: 'below' }],
    ['the strongest of several', [15, 15, 15, 15, 15, 15, 15, 17], { rule: 'outside', side: 'above' }],
  ])('is %s', (_what, series, signal) => {
    expect(xmrSignal(series, limits)).toEqual(signal);
  });

  it.each([
    ['a value on the limit', [10, 16]],
    ['three of four when the newest is not among them', [14, 14, 14, 10]],
    ['two of four', [10, 14, 10, 14]],
    ['values half-way to the limit, not beyond', [13, 10, 13, 13]],
    ['seven above the mean', [9, 11, 11, 11, 11, 11, 11, 11]],
    ['a run that a value on the mean breaks', [11, 11, 11, 11, 10, 11, 11, 11]],
    ['an old value outside', [17, 10]],
    ['no value at all', []],
  ])('is not %s', (_what, series) => {
    expect(xmrSignal(series, limits)).toBeUndefined();
  });
});

describe('autocorrelation at lag 1', () => {
  it('is products of neighbours over squares', () => {
    // By hand: mean 3, deviations −2 −1 0 1 2; products 2 + 0 + 0 + 2 = 4 over squares 10.
    expect(autocorrelation([1, 2, 3, 4, 5])).toBeCloseTo(0.4, 12);
  });

  it('is negative where values alternate', () => {
    // Deviations 1 −1 1 −1: −3 over 4.
    expect(autocorrelation([2, 0, 2, 0])).toBeCloseTo(-0.75, 12);
  });

  it('is 0 for a constant and for two values', () => {
    expect([autocorrelation([5, 5, 5]), autocorrelation([1, 2])]).toEqual([0, 0]);
  });
});
