import { expect, test } from 'vitest';
import { findJargon } from '../../src/explain/jargon.ts';
import { questions } from '../../src/framing/questions.ts';

test('the questions are short, each with a good answer, and need no glossary', () => {
  const all = questions();
  expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
  for (const { ask, short, hint, example } of all) {
    expect(ask.length).toBeLessThan(60);
    expect(ask.endsWith('?')).toBe(true);
    for (const text of [ask, short, hint, example]) expect(findJargon(text)).toEqual([]);
  }
});
