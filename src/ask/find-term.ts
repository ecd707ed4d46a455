import { detailWords, industryWords } from './vocabulary.ts';
import type { AskedIndustry } from './query.ts';
import { slips, slipsAllowed, splitWords } from './words.ts';

export interface FoundTerm {
  term: string;
  /** Other terms that the words fit as well. */
  others: string[];
}

const plain = (phrase: string): string => splitWords(phrase).join(' ').replaceAll('-', ' ').replace(/s$/, '');
const has = (words: string, list: readonly string[]): boolean => list.some((entry) => ` ${words} `.includes(` ${entry} `));

export const industryIn = (words: string): AskedIndustry | undefined =>
  (Object.keys(industryWords) as AskedIndustry[]).find((industry) =>
    industryWords[industry].some((word) =>
      new RegExp(`(?<!\\S)(?:for|in|at|to|as)(?: an?| the| my| our)? ${word}(?!\\S)`).test(words),
    ),
  );
export const wantsDetail = (words: string): boolean => has(words, detailWords);

const filler =
  /(?<!\S)(?:please|explain|explains|define|definition|the meaning|meaning|what|whats|does|do|is|are|was|mean|means|meant|by|can|could|would|you|tell|me|us|about|to|a|an|the|of|simply|again|term|word|i|not|understand|in (?:plain|simple) (?:words|terms)|exactly|actually|glossary|really|this)(?!\S)/g;

/** The part of an explain question that names the term. */
export function termAsked(words: string): string {
  let rest = words;
  const industry = Object.values(industryWords).flat().join('|');
  rest = rest.replace(new RegExp(`(?<!\\S)(?:for|in|at|as|to)(?: an?| the| my| our)? (?:${industry})(?!\\S).*$`), ' ');
  for (const detail of detailWords) rest = ` ${rest} `.replace(` ${detail} `, ' ');
  return rest.replace(filler, ' ').replace(/\s+/g, ' ').trim();
}

/** The glossary's term for the words: the same, else nearly the same, else those that hold all the words. */
export function findTerm(asked: string, terms: readonly string[]): FoundTerm | undefined {
  const wanted = plain(asked);
  if (wanted === '') return undefined;
  const keys = terms.map((term) => ({ term, key: plain(term) }));
  const same = keys.find((entry) => entry.key === wanted);
  if (same) return { term: same.term, others: [] };
  const near = keys
    .map((entry) => ({ ...entry, count: slips(wanted, entry.key) }))
    .filter((entry) => entry.count <= slipsAllowed(Math.min(wanted.length, entry.key.length)))
    .sort((left, right) => left.count - right.count)[0];
  if (near) return { term: near.term, others: [] };
  const holding = keys.filter((entry) => wanted.split(' ').every((word) => entry.key.split(' ').includes(word)));
  const [first, ...others] = holding.map((entry) => entry.term);
  return first === undefined ? undefined : { term: first, others: others.slice(0, 3) };
}
