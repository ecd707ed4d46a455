import { describe, expect, test } from 'vitest';
import { industries } from '../../src/explain/glossary.ts';
import { findJargon } from '../../src/explain/jargon.ts';
import { loadGlossary } from '../../src/explain/load-glossary.ts';
import { readingGrade } from '../../src/explain/reading-grade.ts';

const { terms } = loadGlossary();
const jargon = (text: string, allow: string[]) => findJargon(text, { allow }).map((hit) => hit.word);

test('the terms that Leeway uses are explained', () => {
  const needed =
    'life-cycle mlops modelops model version registry training retraining reference data-drift model-drift concept-drift monitoring ' +
    'accuracy error-measure baseline threshold usual-range alert false-alarm kpi target hold-out deployment rollback ' +
    'separation-of-duties audit-trail reproducible-environment data-quality stale finding fact';
  expect(terms.map((entry) => entry.id)).toEqual(expect.arrayContaining(needed.split(' ')));
});

describe.each(terms.map((entry) => [entry.id, entry] as const))('%s', (_, entry) => {
  const own = [entry.name, ...entry.aliases];

  test('is said simply: grade nine at most, one to three sentences, no other jargon', () => {
    expect(readingGrade(entry.simple)).toBeLessThanOrEqual(9);
    expect(entry.simple.match(/[.!?](?=\s|$)/g)?.length).toBeLessThanOrEqual(3);
    expect(jargon(entry.simple, own)).toEqual([]);
  });

  test('is defined in detail in at most 90 words', () => {
    expect(entry.detail.split(/\s+/).length).toBeLessThanOrEqual(90);
  });

  test.each(industries)('has a plain analogy for %s that says where it ends and claims no figure', (industry) => {
    const { says, ends, short } = entry.analogies[industry];
    for (const text of [says, ends, short]) {
      expect(readingGrade(text)).toBeLessThanOrEqual(9);
      expect(jargon(text, own)).toEqual([]);
      expect(text).not.toMatch(/\d|%|per ?cent/);
      expect(text).toMatch(/[.!?]$/);
    }
  });
});

test('no two analogies are the same', () => {
  const all = terms.flatMap((entry) => industries.flatMap((industry) => Object.values(entry.analogies[industry])));
  expect(new Set(all.map((text) => text.toLowerCase())).size).toBe(all.length);
});
