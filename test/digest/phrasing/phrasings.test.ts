import { describe, expect, it } from 'vitest';
import { canonicalForm } from '../../../src/digest/phrasing/canonical.ts';
import { judgeSentence } from '../../../src/digest/phrasing/judge-sentence.ts';
import { parsePhrasings, thePhrasings } from '../../../src/digest/phrasing/load-phrasings.ts';
import { loadedKinds, loadedWords } from '../../../src/digest/phrasing/loaded-words.ts';
import { slotsOf, tokensOf } from '../../../src/digest/phrasing/tokens.ts';
import { loadTemplates } from '../../../src/digest/templates.ts';

const phrasings = thePhrasings();
const templates = loadTemplates();
const variants = [...phrasings.variants].flatMap(([path, list]) => list.map((variant) => ({ path, variant })));
const opposites: [string, string][] = [
  ['below', 'above'],
  ['under', 'over'],
  ['better', 'worse'],
  ['more', 'less'],
  ['inside', 'outside'],
  ['within', 'beyond'],
  ['met', 'missed'],
  ['before', 'after'],
  ['all', 'some'],
  ['checked', 'unchecked'],
  ['was', 'is'],
];

describe('reports/phrasings.yml', () => {
  it.each(variants)('has a variant with the slots of $path', ({ path, variant }) => {
    expect(slotsOf(variant).map(small).toSorted()).toEqual(
      slotsOf(templates.get(path) ?? '')
        .map(small)
        .toSorted(),
    );
  });

  it.each(variants)('has a variant without a figure, a cause or another direction than $path', ({ path, variant }) => {
    expect(variant.replace(/\{[^{}]*\}/g, '')).not.toMatch(/[\p{N}%<>&]/u);
    const template = templates.get(path) ?? '';
    for (const kind of ['direction', 'comparison', 'cause', 'denial'] as const) {
      const loaded = (text: string) =>
        canonicalForm(text, phrasings)
          .filter((one) => one.kind === 'word' && loadedWords[kind].has(one.text))
          .map((one) => one.text)
          .toSorted();
      expect([kind, ...loaded(variant)]).toEqual([kind, ...loaded(template)]);
    }
  });

  it.each(variants)('has a variant that passes its own judgement: $variant', ({ path, variant }) => {
    expect(judgeSentence(variant, { path, template: templates.get(path) ?? '' }, phrasings)).toBeUndefined();
  });

  it('has no two opposites in one row', () => {
    const rows = phrasings.equals.filter((row) => {
      const words = new Set(row.flatMap((phrase) => tokensOf(phrase).map((one) => one.text)));
      return opposites.some(([one, other]) => words.has(one) && words.has(other));
    });
    expect(rows).toEqual([]);
  });

  it('has each phrase in one row only, and no figure in any', () => {
    const phrases = phrasings.equals.flat();
    expect(new Set(phrases).size).toBe(phrases.length);
    expect(phrases.join(' ')).toMatch(/^[a-z' ]+$/);
  });

  it('takes no word for neutral that carries an amount, a direction, a cause, a denial or a time', () => {
    for (const kind of loadedKinds) expect([...phrasings.neutral].filter((word) => loadedWords[kind].has(word))).toEqual([]);
  });

  it('that cannot be read says where', () => {
    expect(() => parsePhrasings('neutral: [The]\nequals: []\nvariants: {}')).toThrow('reports/phrasings.yml cannot be used');
  });
});

/** A slot, whatever it begins with. */
const small = (slot: string) => slot.toLowerCase();
