import { findJargon } from '../../explain/jargon.ts';
import { readingGrade } from '../../explain/reading-grade.ts';
import { canonicalForm, isSameForm } from './canonical.ts';
import type { Phrasings } from './load-phrasings.ts';
import { loadedKinds, loadedWords, type LoadedKind } from './loaded-words.ts';
import { slotsOf, tokensOf, type Token } from './tokens.ts';

/** Why a sentence is thrown away, by the guard that met it first. */
export type Fault =
  | 'markup'
  | 'length'
  | 'figure'
  | 'language'
  | 'slots'
  | 'name'
  | LoadedKind
  | 'jargon'
  | 'hard-to-read'
  | 'wording';

/** Each fault as a person reads it in the log. */
export const faultWords: Record<Fault, string> = {
  markup: 'It holds a link, a mention or markup.',
  length: 'It is too long, or empty.',
  figure: 'It holds a figure of its own.',
  language: 'It is in another language or script.',
  slots: 'A slot is missing, was added, or stands in another place.',
  name: 'It names a model or a person outside a slot.',
  number: 'It holds a number word of its own.',
  direction: 'It says another direction.',
  comparison: 'It makes another comparison.',
  cause: 'It gives a cause or a guess of its own.',
  denial: 'It denies or affirms something else.',
  time: 'It speaks of another time.',
  jargon: 'It uses a word of the trade.',
  'hard-to-read': 'It is harder to read.',
  wording: 'It says something that neither the template nor its variants say.',
};

export interface Judging {
  template: string;
  /** Words of models and people that must come from slots only. */
  names?: readonly string[];
  path: string;
}

/** The reading grade that plain language may have (reference: ISO 24495-1 asks for what its readers can use). */
const maxGrade = 9;
const maxGrowth = 1.5;
const spareWords = 3;

/**
 * Judges what a model made of a template; undefined when it may be used. It may when it says, apart from listed equals and
 * neutral words, exactly what the template or one of its written variants says. The guards before that give the reason, and
 * hold by themselves where the lists should be wrong.
 */
export function judgeSentence(
  sentence: string,
  { template, names = [], path }: Judging,
  phrasings: Phrasings,
): Fault | undefined {
  const forms = [template, ...(phrasings.variants.get(path) ?? [])];
  const shape =
    shapeFault(sentence, template, names) ?? languageFault(sentence, forms, phrasings) ?? readingFault(sentence, template);
  if (shape) return shape;
  let first: Fault | undefined;
  for (const form of forms) {
    const fault = formFault(sentence, form, phrasings);
    if (!fault) return undefined;
    first ??= fault;
  }
  return first;
}

/** What can be told without comparing word for word. */
function shapeFault(sentence: string, template: string, names: readonly string[]): Fault | undefined {
  const outside = sentence.replace(/\{[^{}]*\}/g, ' ');
  const count = (text: string) => tokensOf(text).filter((one) => one.kind !== 'mark').length;
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>&@#|`~\\^=[\]]|:\/\/|www\.|\.(?:com|net|org|io|ai|dev)\b|:[a-z0-9_+-]+:/iu.test(outside))
    return 'markup';
  if (sentence.trim() !== sentence || sentence === '' || count(sentence) > count(template) * maxGrowth + spareWords)
    return 'length';
  if (/[\p{N}%‰€$£°×÷±∞]/u.test(outside)) return 'figure';
  if (/[^\p{ASCII}’“”–—…·]/u.test(outside)) return 'language';
  if (/[{}]/.test(outside) || !isSameBag(slotsOf(sentence), slotsOf(template)) || hasLooseSlot(sentence, template))
    return 'slots';
  const words = ` ${tokensOf(outside)
    .map((one) => one.text)
    .join(' ')} `;
  const templateWords = ` ${tokensOf(template)
    .map((one) => one.text)
    .join(' ')} `;
  const isNamed = (name: string) => {
    const said = ` ${tokensOf(name)
      .map((one) => one.text)
      .join(' ')} `;
    return said.trim() !== '' && words.includes(said) && !templateWords.includes(said);
  };
  if (names.some(isNamed)) return 'name';
  return undefined;
}

/** More than half of its words are none that these sentences are made of: another language, however it is spelt. */
function languageFault(sentence: string, forms: readonly string[], { neutral, readings }: Phrasings): Fault | undefined {
  const words = tokensOf(sentence).filter((one) => one.kind === 'word');
  const own = new Set([...forms.flatMap(tokensOf).map((one) => one.text), ...readings.flatMap((one) => one.words), ...neutral]);
  const known = words.filter(({ text }) => own.has(text) || loadedKinds.some((kind) => loadedWords[kind].has(text)));
  return known.length * 2 < words.length ? 'language' : undefined;
}

function readingFault(sentence: string, template: string): Fault | undefined {
  const plain = (text: string) => text.replace(/\{[^{}]*\}/g, ' it ');
  const jargon = new Set(findJargon(plain(template)).map((one) => one.word));
  if (findJargon(plain(sentence)).some((one) => !jargon.has(one.word))) return 'jargon';
  const isHarder = readingGrade(plain(sentence)) > Math.max(maxGrade, readingGrade(plain(template)));
  return isHarder ? 'hard-to-read' : undefined;
}

function formFault(sentence: string, form: string, phrasings: Phrasings): Fault | undefined {
  const [said, meant] = [canonicalForm(sentence, phrasings), canonicalForm(form, phrasings)];
  for (const kind of loadedKinds) if (!isSameForm(loaded(said, kind), loaded(meant, kind))) return kind;
  const slots = (tokens: readonly Token[]) => tokens.filter((one) => one.kind === 'slot');
  if (!isSameForm(slots(said), slots(meant))) return 'slots';
  return isSameForm(said, meant) ? undefined : 'wording';
}

const loaded = (form: readonly Token[], kind: LoadedKind): Token[] =>
  form.filter((one) => one.kind === 'word' && loadedWords[kind].has(one.text));

/** The same slots in any order; whether one begins with a capital is a question of where it stands. */
const isSameBag = (a: readonly string[], b: readonly string[]): boolean => {
  const sorted = (slots: readonly string[]) => slots.map((one) => one.slice(0, 2).toLowerCase() + one.slice(2)).toSorted();
  return sorted(a).join() === sorted(b).join();
};

/** A slot that brings its own space (“{now}{brackets}”) keeps its neighbour; a capital one begins a sentence. */
function hasLooseSlot(sentence: string, template: string): boolean {
  const glued = (text: string) => [...text.matchAll(/(?<=[^\s*_"“(])\{[^{}]*\}/gu)].map(([slot]) => slot);
  return !isSameBag(glued(sentence), glued(template)) || /[\p{L},] \{[A-Z]/u.test(sentence);
}
