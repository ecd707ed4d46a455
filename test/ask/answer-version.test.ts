import { expect, test } from 'vitest';
import { roundFigures } from '../../src/ask/answer-version.ts';

test.each([
  ['guessing misses by 12.854.', 'guessing misses by 12.9.'],
  ['Version 1 misses by 18.672 here, guessing by 18.139.', 'Version 1 misses by 18.7 here, guessing by 18.1.'],
  ['all 1,477,911 flights', 'all 1,477,911 flights'],
  ['release 1.2.10 of the library', 'release 1.2.10 of the library'],
  ['a threshold of 0.125', 'a threshold of 0.125'],
  ['17.4 minutes', '17.4 minutes'],
])('figures in a record’s words are rounded as others are: %s', (written, said) => {
  expect(roundFigures(written)).toBe(said);
});
