import { expect, test } from 'vitest';
import { cellOf, edgesDigest, quantileEdges } from '../../src/engines/bins.ts';

test('a column of few values gets one cell a value', () => {
  expect(quantileEdges([1, 2, 7], [100, 1, 1])).toEqual([1, 2]);
});

test('a column of one value has one cell', () => {
  expect(quantileEdges([5], [10])).toEqual([]);
});

test('edges stand at the quantiles, without repeats and without the maximum', () => {
  expect(quantileEdges([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 1, 1], { body: 4, tail: 0 })).toEqual([2, 4, 6]);
  expect(quantileEdges([1, 2, 3, 4, 5], [96, 1, 1, 1, 1], { body: 4, tail: 0 })).toEqual([1]);
});

test('a long tail is cut again and again, so that its reach is seen', () => {
  const values = Array.from({ length: 400 }, (_, index) => index);
  const ones = values.map(() => 1);
  const edges = quantileEdges(values, ones, { body: 4, tail: 3 });
  expect(edges).toEqual([12, 24, 49, 99, 199, 299, 349, 374, 387]);
});

test('a cell holds its upper edge and not its lower one', () => {
  expect([0, 1, 1.5, 2, 3].map((value) => cellOf([1, 2], value))).toEqual([0, 0, 1, 1, 2]);
});

test('other edges have another digest', () => {
  expect(edgesDigest([1, 2])).not.toBe(edgesDigest([1, 3]));
});
