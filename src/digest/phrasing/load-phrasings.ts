import { z } from 'zod';
import { readReport, reportText } from '../../explain/read-report.ts';
import { tokensOf } from './tokens.ts';

const phrase = z.string().min(1).max(80);
const phrasingsSchema = z.strictObject({
  neutral: z.array(z.string().regex(/^[a-z]+$/)).max(50),
  equals: z.array(z.array(phrase).min(2).max(10)).max(500),
  variants: z.record(z.string().startsWith('executive.'), z.array(z.string().min(1).max(400)).min(1).max(5)),
});

export interface Phrasings {
  /** Words that may come and go. */
  neutral: ReadonlySet<string>;
  /** Rows of phrases that mean the same, each in words; the first of a row stands for all. */
  equals: string[][];
  /** By the path of a template, whole sentences that say the same. */
  variants: Map<string, string[]>;
  /** Each phrase in words, the longest first, with what it is read as. */
  readings: { words: string[]; as: string[] }[];
}

export function parsePhrasings(yaml: string): Phrasings {
  const { neutral, equals, variants } = readReport(phrasingsSchema, yaml, 'reports/phrasings.yml');
  const wordsOf = (text: string) => tokensOf(text).map((one) => one.text);
  return {
    neutral: new Set(neutral),
    equals,
    variants: new Map(Object.entries(variants)),
    readings: equals
      .flatMap(([first = '', ...others]) => [first, ...others].map((one) => ({ words: wordsOf(one), as: wordsOf(first) })))
      .sort((a, b) => b.words.length - a.words.length),
  };
}

const once: { phrasings?: Phrasings } = {};
/** reports/phrasings.yml, which does not change while the process runs. */
export const thePhrasings = (): Phrasings => (once.phrasings ??= parsePhrasings(reportText('phrasings.yml')));
