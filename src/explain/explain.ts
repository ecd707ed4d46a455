import { distance } from 'fastest-levenshtein';
import { keysOf } from './glossary.ts';
import type { Analogy, Depth, Entry, Glossary, Industry } from './glossary.ts';
import { termKey } from './term-key.ts';

export interface Question {
  /** As a person typed it. */
  term: string;
  industry: Industry;
  depth: Depth;
}

export type Explanation =
  | { found: true; entry: Entry; text: string; analogy: Analogy }
  /** Names of entries, nearest first; at least one. */
  | { found: false; suggestions: string[] };

/** No term is longer, so what is longer is no term; it also bounds the work of comparing. */
const maxTermChars = 80;
const maxSuggestions = 3;

/** Explains a term in words and with a picture from the reader's trade. Small misspellings are forgiven where one entry is meant. */
export function explain(glossary: Glossary, { term, industry, depth }: Question): Explanation {
  const key = termKey(term.slice(0, 10 * maxTermChars));
  const ranked = rank(glossary, key.slice(0, maxTermChars));
  const entry = key.length <= maxTermChars ? (exact(glossary, key) ?? swapped(glossary, key) ?? nearest(ranked, key)) : undefined;
  if (entry) return { found: true, entry, text: entry[depth], analogy: entry.analogies[industry] };
  return { found: false, suggestions: ranked.slice(0, maxSuggestions).map((candidate) => candidate.entry.name) };
}

interface Candidate {
  entry: Entry;
  /** Edits between what was typed and the entry's nearest name. */
  edits: number;
  score: number;
}

const exact = (glossary: Glossary, key: string): Entry | undefined => glossary.terms.find((entry) => keysOf(entry).has(key));

/** Two neighbouring letters swapped is the commonest slip, and two edits to Levenshtein. */
function swapped(glossary: Glossary, key: string): Entry | undefined {
  const variants = Array.from(
    { length: Math.max(0, key.length - 1) },
    (_, at) => key.slice(0, at) + key.charAt(at + 1) + key.charAt(at) + key.slice(at + 2),
  );
  const hits = new Set(variants.flatMap((variant) => exact(glossary, variant) ?? []));
  return hits.size === 1 ? [...hits][0] : undefined;
}

/** One edit for every four letters typed, and only if no other entry is as near. */
function nearest(ranked: readonly Candidate[], key: string): Entry | undefined {
  const least = Math.min(...ranked.map((candidate) => candidate.edits));
  const hits = ranked.filter((candidate) => candidate.edits === least);
  return hits.length === 1 && least <= Math.min(3, Math.floor(key.length / 4)) ? hits[0]?.entry : undefined;
}

function rank(glossary: Glossary, key: string): Candidate[] {
  const words = new Set(key.split(' ').filter((word) => word.length > 2));
  return glossary.terms
    .map((entry) => {
      const names = [...keysOf(entry)];
      const edits = Math.min(...names.map((name) => distance(key, name)));
      const likeness = Math.min(...names.map((name) => distance(key, name) / Math.max(key.length, name.length, 1)));
      // A shared word says more than shared letters.
      const shared = names.some((name) => name.split(' ').some((word) => words.has(word))) ? 0.5 : 0;
      return { entry, edits, score: likeness - shared };
    })
    .sort((a, b) => a.score - b.score);
}
