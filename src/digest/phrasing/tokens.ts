/** A sentence taken apart: words in small letters, slots and marks as they are. Commas and spaces are no tokens. */
export interface Token {
  kind: 'word' | 'slot' | 'mark';
  text: string;
}

const token = /\{[^{}]*\}|[\p{L}\p{M}]+(?:['’-][\p{L}\p{M}]+)*|\p{N}+|[^\s,\p{L}\p{M}\p{N}]/gu;

export const tokensOf = (sentence: string): Token[] =>
  [...sentence.normalize('NFKC').matchAll(token)].map(([text]) =>
    /^\{.*\}$/.test(text)
      ? { kind: 'slot', text }
      : /^[\p{L}\p{N}]/u.test(text)
        ? { kind: 'word', text: text.toLowerCase().replaceAll('’', "'") }
        : { kind: 'mark', text },
  );

export const slotsOf = (sentence: string): string[] => [...sentence.matchAll(/\{[^{}]*\}/g)].map(([slot]) => slot);
