import { expect, test } from 'vitest';
import { explain } from '../../src/explain/explain.ts';
import { entryOf, parseGlossary } from '../../src/explain/glossary.ts';
import { loadGlossary } from '../../src/explain/load-glossary.ts';

const glossary = loadGlossary();
const ask = (term: string) => explain(glossary, { term, industry: 'airlines', depth: 'simple' });

test('a term is explained at the depth and in the trade asked for', () => {
  const entry = entryOf(glossary, 'data-drift');
  expect(explain(glossary, { term: 'Data drift', industry: 'retail', depth: 'detail' })).toEqual({
    found: true,
    entry,
    text: entry.detail,
    analogy: entry.analogies.retail,
  });
  expect(ask('data drift')).toMatchObject({ text: entry.simple, analogy: entry.analogies.airlines });
});

test.each([
  ['data drfit', 'data-drift'],
  ['mlop', 'mlops'],
  ['kip', 'kpi'],
  ['What is a hold-out?', 'hold-out'],
  ['what does MAE mean', 'error-measure'],
  ['  ROLL\u0000BACK ', 'rollback'],
  ['\u202ethreshold\u202c', 'threshold'],
  ['four eyes', 'separation-of-duties'],
  ['seperation of dutys', 'separation-of-duties'],
  ['retrainning', 'retraining'],
  ['concept drift.', 'concept-drift'],
  ['under what conditions', 'accuracy'],
])('“%s” is understood as %s', (term, id) => {
  expect(ask(term)).toMatchObject({ found: true, entry: { id } });
});

test.each(['drift of something', 'cat', 'pineapple', '', '???', 'انحراف النموذج', 'x'.repeat(3001), '\u0000\u0007\u202e'])(
  'an unknown term gets three suggestions (case %#)',
  (term) => {
    const answer = ask(term);
    expect(answer.found).toBe(false);
    if (answer.found) return;
    expect(answer.suggestions).toHaveLength(3);
    expect(glossary.terms.map((entry) => entry.name)).toEqual(expect.arrayContaining(answer.suggestions));
  },
);

test('suggestions put shared words first', () => {
  expect(ask('drift of something')).toMatchObject({ suggestions: expect.arrayContaining(['data drift', 'model drift']) });
});

test('a broken glossary is refused with file and place', () => {
  const yaml = (entry: object) => JSON.stringify({ terms: [...glossary.terms, entry] });
  const twin = { ...entryOf(glossary, 'kpi'), id: 'twin', name: 'twin', aliases: ['KPIs'] };
  expect(() => parseGlossary('terms: [', 'g.yml')).toThrow('g.yml is not valid YAML');
  expect(() => parseGlossary(yaml(twin), 'g.yml')).toThrow('already leads to kpi');
  expect(() => parseGlossary(yaml({ ...twin, aliases: [], simple: '' }), 'g.yml')).toThrow('terms[32].simple');
  expect(() => parseGlossary(yaml({ ...twin, aliases: [], analogies: {} }), 'g.yml')).toThrow('terms[32].analogies.airlines');
  expect(() => entryOf(glossary, 'nothing')).toThrow('no entry “nothing”');
});
