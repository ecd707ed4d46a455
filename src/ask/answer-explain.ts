import { explain } from '../explain/explain.ts';
import { industries, type Industry } from '../explain/glossary.ts';
import type { Answerer } from './asking.ts';
import { theGlossary } from './vocabulary-of-models.ts';

const related = 4;

/** A term in words, with a picture from the asker's trade and where the picture ends. */
export const answerExplain: Answerer<'explain'> = (asking, query) => {
  const { tell } = asking;
  const industry = query.industry ?? industries.find((one) => one === asking.industry) ?? 'anybody';
  const found = explain(theGlossary(), { term: query.term, industry, depth: query.depth });
  if (!found.found) {
    return {
      kind: 'refused',
      reason: 'unknown-term',
      message: `The glossary has no “${query.term.slice(0, 80)}”. Did you mean ${found.suggestions.join(' or ')}?`,
      offers: found.suggestions.map((term) => `explain ${term}`),
    };
  }
  const { entry, text, analogy } = found;
  const near = relatedTo(entry.id);
  return {
    kind: 'answer',
    headline: tell('explain.headline', 'headline', { words: { term: entry.name } }),
    lines: [
      { ...tell('explain.text', 'detail', { words: { text: { role: 'detail', text: plainText(text), facts: [] } } }) },
      tell('explain.analogy', 'detail', { words: { says: plain(analogy.says), ends: plain(analogy.ends) } }),
    ],
    explain: {
      term: entry.name,
      industry: industry as Industry,
      depth: query.depth,
      text,
      analogy: `${analogy.says} Where the picture ends: ${analogy.ends}`,
      related: near,
    },
    offers: [
      query.depth === 'simple' ? `explain ${entry.name} in detail` : `explain ${entry.name}`,
      ...near.slice(0, 3).map((name) => `explain ${name}`),
    ],
  };
};

/** Texts of reports/glossary.yml are a page's, not a record's: only what Slack would read as markup is taken out. */
const plainText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const plain = (text: string) => ({ role: 'detail' as const, text: plainText(text), facts: [] });

/** The entries that stand next to a term in the glossary, which is ordered by subject. */
function relatedTo(id: string): string[] {
  const { terms } = theGlossary();
  const at = terms.findIndex((entry) => entry.id === id);
  const from = Math.max(0, Math.min(at - related / 2, terms.length - related - 1));
  return terms
    .slice(from, from + related + 1)
    .filter((entry) => entry.id !== id)
    .slice(0, related)
    .map((entry) => entry.name);
}
