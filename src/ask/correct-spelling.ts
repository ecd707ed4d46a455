import { vocabulary } from './find-intent.ts';
import type { ModelMatcher } from './model-matcher.ts';
import { audienceWords, commonWords, dateWords, industryWords } from './vocabulary.ts';
import { nearestWord, splitWords } from './words.ts';

/** Looking a misspelt word up among many models is not free: past this many the rest stays as written. */
const maxLookups = 12;
const nameSlots = new Set(['of', 'for', 'about', 'owns', 'own', 'owner', 'model', 'status', 'called', 'named']);
const slotWords = [...dateWords, ...[...Object.values(industryWords), ...Object.values(audienceWords)].flat()].flatMap(
  splitWords,
);

export const knownWith = (terms: readonly string[]): ((word: string) => boolean) => {
  const termWords = new Set(terms.flatMap(splitWords));
  const one = (word: string) =>
    vocabulary.has(word) || commonWords.has(word) || termWords.has(word) || /^\d/.test(word) || /^[qv]\d+$/.test(word);
  // "On-time" is known because "on" and "time" are.
  return (word) => one(word) || word.split(/[-_./]/).every(one);
};

/** The words with slips of the pen set right. What may be a model's name, misspelt or in part, stays as it was written. */
export function correctSpelling(
  words: readonly string[],
  context: { terms: readonly string[]; matcher: ModelMatcher; known: (word: string) => boolean },
): string[] {
  const termWords = context.terms.flatMap(splitWords);
  let lookups = 0;
  return words.map((word, at) => {
    if (context.known(word) || !/^[a-z]{4,24}$/.test(word)) return word;
    const afterSlot = nameSlots.has(words[at - 1] === 'the' ? (words[at - 2] ?? '') : (words[at - 1] ?? ''));
    const meant = nearestWord(word, afterSlot ? [...slotWords, ...termWords] : [...vocabulary, ...termWords]);
    if (meant === undefined) return word;
    const phrases = [word, `${word} ${words[at + 1] ?? ''}`, `${words[at - 1] ?? ''} ${word}`];
    const mayBeName = lookups++ >= maxLookups || phrases.some((phrase) => context.matcher.suggest(phrase, 1).length > 0);
    return mayBeName ? word : meant;
  });
}
