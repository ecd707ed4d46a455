import { describe, expect, test } from 'vitest';
import * as distances from '../../src/monitor/distances.ts';
import fixture from '../fixtures/distances.json' with { type: 'json' };

const { jensenShannonDistance, normalisedWasserstein, psi } = distances;

describe.each([...fixture.synthetic, ...fixture.flights.numeric])('$name', (expected) => {
  const { edges, reference, current } = expected;
  test('PSI is numpy’s', () => expect(psi(reference.counts, current.counts)).toBeCloseTo(expected.psi, 10));
  test('Jensen–Shannon distance is scipy’s', () =>
    expect(jensenShannonDistance(reference.counts, current.counts)).toBeCloseTo(expected.jensenShannon, 10));
  // Where the current window spreads far beyond the reference's range, its outermost cells say too little.
  const tolerance = expected.name === 'twice as wide' ? 0.1 : 0.02;
  test(`Wasserstein from cells is within 0.005 or ${100 * tolerance} % of scipy’s from the values`, () => {
    const found = normalisedWasserstein(edges, reference, current);
    expect(Math.abs(found - expected.wasserstein)).toBeLessThan(Math.max(0.005, tolerance * expected.wasserstein));
  });
});

test('origins of the week of 11 June against January', () => {
  const { reference, current, ...expected } = fixture.flights.origin;
  expect(psi(reference, current)).toBeCloseTo(expected.psi, 10);
  expect(jensenShannonDistance(reference, current)).toBeCloseTo(expected.jensenShannon, 10);
});

test('deciles united from fine cells give nearly the PSI of exact deciles', () => {
  for (const { name, reference, current, ...expected } of fixture.flights.numeric) {
    if (name === 'hour(date)') continue;
    const groups = distances.quantileGroups(reference.counts);
    const found = psi(distances.regroup(reference.counts, groups), distances.regroup(current.counts, groups));
    expect(Math.abs(found - (expected as { decilePsi: number }).decilePsi)).toBeLessThan(0.005);
  }
});

test('equal counts are at distance 0, disjoint ones at 1', () => {
  expect(psi([5, 5], [50, 50])).toBe(0);
  expect(jensenShannonDistance([5, 5], [50, 50])).toBe(0);
  expect(jensenShannonDistance([1, 0], [0, 1])).toBe(1);
});

test('an empty cell counts as 0.0001, not as infinity', () => {
  expect(psi([1, 1], [2, 0])).toBeCloseTo(0.5 * Math.log(2) + (0.0001 - 0.5) * Math.log(0.0001 / 0.5), 12);
});

test('nothing measured is NaN, never 0', () => {
  expect(psi([1, 1], [0, 0])).toBeNaN();
  expect(jensenShannonDistance([0], [1])).toBeNaN();
  expect(distances.missingShare({ n: 0, missing: 0 })).toBeNaN();
});

test('a column that did not vary has no normalised Wasserstein distance', () => {
  const constant = { n: 2, counts: [2], sum: 4, sumSquares: 8, min: 2, max: 2 };
  expect(normalisedWasserstein([], constant, constant)).toBeNaN();
});

test('the PSI expected from sampling alone is the mean of simulated ones', () => {
  // Deterministic draws (Park–Miller), 400 pairs of windows of 10 equal cells with nothing changed.
  let state = 42;
  const draw = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const sample = (rows: number) => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let row = 0; row < rows; row++) counts[Math.floor(draw() * 10)]!++;
    return counts;
  };
  let sum = 0;
  for (let pair = 0; pair < 400; pair++) sum += psi(sample(1000), sample(500));
  expect(sum / 400 / distances.psiNoise(1000, 500, 10)).toBeCloseTo(1, 0.9);
});

test('groups are of about equal reference rows; a thick cell stays whole', () => {
  expect(distances.quantileGroups([1, 1, 1, 1, 1, 1, 1, 1], 4)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
  expect(distances.quantileGroups([6, 1, 1, 1, 1], 4)).toEqual([0, 1, 1, 2, 2]);
  expect(distances.regroup([6, 1, 1, 1, 1], [0, 1, 1, 2, 2])).toEqual([6, 2, 2]);
});

test('new and vanished categories come with their rows, most first', () => {
  const reference = { categories: ['a', 'b', 'c', 'd'], counts: [5, 1, 3, 0] };
  const current = { categories: ['a', 'd', 'e'], counts: [2, 1, 4] };
  expect(distances.newCategories(reference, current)).toEqual([
    { category: 'e', rows: 4 },
    { category: 'd', rows: 1 },
  ]);
  expect(distances.vanishedCategories(reference, current)).toEqual([
    { category: 'c', rows: 3 },
    { category: 'b', rows: 1 },
  ]);
  expect(distances.alignCategories(reference, current)).toEqual({
    categories: ['a', 'b', 'c', 'd', 'e'],
    reference: [5, 1, 3, 0, 0],
    current: [2, 0, 0, 1, 4],
  });
});

test('the missing share is of all rows', () => {
  expect(distances.missingShare({ n: 3, missing: 1 })).toBe(0.25);
});
