import type { Phrasings } from './load-phrasings.ts';
import { tokensOf, type Token } from './tokens.ts';

/**
 * What a sentence says, apart from how: phrases of one row read as the first of it, neutral words and commas left out. Two
 * sentences with the same canonical form say the same, as far as the rows of reports/phrasings.yml hold.
 */
export function canonicalForm(sentence: string, { neutral, readings }: Phrasings): Token[] {
  const tokens = tokensOf(sentence).filter((one) => one.kind !== 'word' || !neutral.has(one.text));
  const form: Token[] = [];
  for (let at = 0; at < tokens.length;) {
    const reading = readings.find(({ words }) => {
      const meaning = words.filter((word) => !neutral.has(word));
      return meaning.length > 0 && meaning.every((word, index) => isWord(tokens[at + index], word));
    });
    if (!reading) {
      form.push(tokens[at++]!);
      continue;
    }
    form.push(...reading.as.filter((word) => !neutral.has(word)).map((text) => ({ kind: 'word' as const, text })));
    at += reading.words.filter((word) => !neutral.has(word)).length;
  }
  return form;
}

const isWord = (token: Token | undefined, word: string): boolean => token?.kind === 'word' && token.text === word;

export const isSameForm = (a: readonly Token[], b: readonly Token[]): boolean =>
  a.length === b.length && a.every((one, index) => one.kind === b[index]!.kind && one.text === b[index]!.text);
