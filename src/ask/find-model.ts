import type { ModelMatcher } from './model-matcher.ts';
import { commonWords } from './vocabulary.ts';

export interface FoundModels {
  /** The words with MODEL in place of each name. */
  words: string[];
  /** Names found, each once; a phrase that fits several models is one entry with several. */
  found: string[][];
}

const slots = new Set('of for about owns own model called named status with on by is was does did has why in'.split(' '));

/** Takes the names out of the words, longest first. `known` tells words of ordinary speech: alone they name a model only after "of", "why", "is" … */
export function takeModels(words: readonly string[], matcher: ModelMatcher, known: (word: string) => boolean): FoundModels {
  const out: string[] = [];
  const found: string[][] = [];
  for (let at = 0; at < words.length;) {
    const length = lengthAt(words, at, matcher, known);
    if (length === 0) {
      out.push(words[at++]!);
      continue;
    }
    const names = matcher.find(words.slice(at, at + length).join(' '));
    if (!found.some((other) => other.join() === names.join())) found.push(names);
    out.push('MODEL');
    at += length;
  }
  return { words: out, found };
}

function lengthAt(words: readonly string[], at: number, matcher: ModelMatcher, known: (word: string) => boolean): number {
  for (let length = Math.min(matcher.maxWords, words.length - at); length >= 1; length--) {
    const span = words.slice(at, at + length);
    if (span.every(known) && !(slots.has(words[at - 1] ?? '') && !commonWords.has(span[0]!))) continue;
    if (matcher.find(span.join(' ')).length > 0) return length;
  }
  return 0;
}

/** The strongest hint first: after these a name must follow. */
const nameAfter =
  /(?<!\S)(?:of|owns|own|model|called|named|status|about|for|owner|responsible for|happened (?:to|with)|wrong with)(?: the| our| my| model| of| for| about| with)* (\S+(?: \S+){0,4})/g;
const nameBefore =
  /(?<!\S)(?:how|what) (?:is|are|was|were|about|did|does|has)(?: the| our| my)* (\S+(?: \S+){0,4}?)(?= (?:doing|going|performing|behaving|holding|been|do|perform|behave)(?!\S))/g;

const identifierAfter =
  /(?<!\S)(?:status(?: of| for)?|model|called|named|owns|owner of)(?: the| our| my)* ([\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)+)(?!\S)/gu;

/**
 * A phrase that is none of our words and stands where a model's name stands, or looks like an identifier.
 * `sure` is false for any other unknown phrase: it names a model only if one is called nearly so.
 */
export function unknownNames(words: string, known: (word: string) => boolean): { phrase: string; sure: boolean }[] {
  const phrases = new Map<string, boolean>();
  const add = (span: string | undefined, sure: boolean) => {
    const unknown = (span ?? '').split(' ').filter((word) => word !== '');
    const stop = unknown.findIndex((word) => known(word) || /^(MODEL|WHEN)$/.test(word));
    const phrase = unknown.slice(0, stop < 0 ? undefined : stop).join(' ');
    if (phrase && phrase.length <= 128 && !phrases.has(phrase) && phrases.size < 8) phrases.set(phrase, sure);
  };
  for (const word of words.split(' ')) if (/\p{L}[-_]\p{L}|\p{L}_?\d/u.test(word) && !/^(?:v|q)\d+$/.test(word)) add(word, true);
  for (const pattern of [nameAfter, nameBefore]) for (const match of words.matchAll(pattern)) add(match[1], true);
  // Each of its parts may be an ordinary word; where a model's name stands, the whole is one.
  for (const [, name = ''] of words.matchAll(identifierAfter)) if (!phrases.has(name)) phrases.set(name, true);
  const list = words.split(' ');
  for (let at = 0; at < list.length; at++)
    if (at === 0 || known(list[at - 1]!) || /^[A-Z]+$/.test(list[at - 1]!)) add(list.slice(at, at + 5).join(' '), false);
  return [...phrases].map(([phrase, sure]) => ({ phrase, sure }));
}
