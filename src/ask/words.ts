import { distance } from 'fastest-levenshtein';

/** More words than this are no question. */
export const maxQuestionWords = 200;

// A map: a question may well hold the word "constructor".
const contractions = new Map(
  Object.entries({
    "what's": 'what is',
    whats: 'what is',
    "how's": 'how is',
    hows: 'how is',
    "who's": 'who is',
    whos: 'who is',
    "where's": 'where is',
    "why's": 'why is',
    "it's": 'it is',
    "that's": 'that is',
    "there's": 'there is',
    "let's": 'let us',
    "i'm": 'i am',
    "i'd": 'i would',
    "isn't": 'is not',
    "wasn't": 'was not',
    "doesn't": 'does not',
    "didn't": 'did not',
    "don't": 'do not',
    "can't": 'can not',
    "aren't": 'are not',
  }),
);

/** Lower-case words in order; hyphens, underscores, dots and slashes inside a word stay, a possessive ending goes. */
export function splitWords(text: string): string[] {
  const plain = text
    .toLowerCase()
    .replace(/(\d)\s*-\s*(\d)/g, '$1-$2')
    .replace(/ - /g, ' to ');
  const words = plain.match(/[\p{L}\p{N}\p{M}]+(?:[-_./'][\p{L}\p{N}\p{M}]+)*/gu) ?? [];
  return words.flatMap((word) => (contractions.get(word) ?? word.replace(/'s$/, '').replaceAll("'", '')).split(' '));
}

/** How many slips of the pen a word of this length may hold. */
export const slipsAllowed = (length: number): number => (length <= 3 ? 0 : length <= 5 ? 1 : length <= 12 ? 2 : 3);

/** Levenshtein's distance, but two neighbours swapped ("wnat") are one slip and not two. */
export function slips(left: string, right: string): number {
  if (left.length === right.length) {
    const at = left.split('').findIndex((char, index) => char !== right[index]);
    if (at >= 0 && left.slice(0, at) + left[at + 1] + left[at] + left.slice(at + 2) === right) return 1;
  }
  return distance(left, right);
}

/** The word meant by a misspelt one: the nearest of the vocabulary, the more frequent (earlier) where two are as near. */
export function nearestWord(word: string, vocabulary: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of vocabulary) {
    const allowed = slipsAllowed(Math.min(word.length, candidate.length));
    if (allowed === 0 || Math.abs(word.length - candidate.length) > allowed) continue;
    const count = slips(word, candidate);
    if (count <= allowed && count < fewest) [best, fewest] = [candidate, count];
  }
  return best;
}
