import { expect, test } from 'vitest';
import { countSyllables, readingGrade } from '../../src/explain/reading-grade.ts';

test.each([
  ['the', 1],
  ['made', 1],
  ['table', 2],
  ['wanted', 2],
  ['watched', 1],
  ['boxes', 2],
  ['makes', 1],
  ['model', 2],
  ['monitoring', 4],
  ['deployment', 3],
  ['idea', 3],
  ['question', 2],
  ['area', 3],
  ['being', 2],
  ['on-time', 2],
  ['21.9', 1],
  ['usual', 3],
  ['people', 2],
  ['retraining', 3],
  ['accuracy', 4],
  ['separation', 4],
])('%s has %i syllables', (word, syllables) => {
  expect(countSyllables(word)).toBe(syllables);
});

test('the grade is the formula on words, sentences and syllables', () => {
  // 6 words, 1 sentence, 6 syllables.
  expect(readingGrade('The cat sat on the mat.')).toBeCloseTo(0.39 * 6 + 11.8 - 15.59, 10);
  // 5 words, 1 sentence (the point in 21.9 ends none), 7 syllables.
  expect(readingGrade('Typical miss was 21.9 minutes.')).toBeCloseTo(0.39 * 5 + (11.8 * 8) / 5 - 15.59, 10);
});

test('hard prose scores above nine, plain prose below, nothing zero', () => {
  expect(
    readingGrade(
      'The heterogeneous distribution necessitated comprehensive recalibration of probabilistic classification methodologies.',
    ),
  ).toBeGreaterThan(9);
  expect(readingGrade('Forecasts missed by more this week. Nobody knows why yet.')).toBeLessThan(9);
  expect(readingGrade(' … \n')).toBe(0);
});
