import { expect, test } from 'vitest';
import { findJargon, loadJargon } from '../../src/explain/jargon.ts';

const words = (text: string, allow: string[] = []) => findJargon(text, { allow }).map((hit) => hit.word);

test('jargon is found in any case, in the plural and across hyphens, with what to say instead', () => {
  expect(findJargon('AUC fell 3 %.')).toEqual([{ word: 'auc', say: 'how well it tells the two apart' }]);
  expect(words('Two Hold-Outs, a false  positive and P-values')).toEqual(['false positive', 'hold-out', 'p-value']);
});

test('words that only contain jargon are left alone', () => {
  expect(words('The bishop recalled a robin, a tabby and a cabin.')).toEqual([]);
});

test('an allowed phrase allows the words inside it', () => {
  expect(words('Data drift was seen.')).toEqual(['data drift', 'drift']);
  expect(words('Data drift was seen.', ['data drift'])).toEqual([]);
  expect(words('Data drift raised the RMSE.', ['data drift'])).toEqual(['rmse']);
});

test('odd text does no harm', () => {
  expect(words('x'.repeat(3001))).toEqual([]);
  expect(words('\u202e\u0000 نموذج (.*', ['(.*', '[a'])).toEqual([]);
});

test('no word is listed twice', () => {
  const listed = loadJargon().map((entry) => entry.word);
  expect(new Set(listed).size).toBe(listed.length);
});
