import { z } from 'zod';
import { readReport, reportText } from './read-report.ts';

const jargonSchema = z.strictObject({
  words: z
    .array(z.strictObject({ word: z.string().min(2), say: z.string().min(1) }))
    .min(1)
    .max(1000),
});
export type JargonWord = z.infer<typeof jargonSchema>['words'][number];

/** The list of reports/jargon.yml: words that a reader outside data science should not meet unexplained. */
export const loadJargon = (): JargonWord[] => readReport(jargonSchema, reportText('jargon.yml'), 'reports/jargon.yml').words;

let loaded: JargonWord[] | undefined;

/**
 * The jargon in a text, in the list's order, each word once with what to say instead. `allow` holds terms that are explained
 * where the text is shown; an allowed phrase also allows the words inside it. Reading grades do not notice jargon.
 */
export function findJargon(
  text: string,
  { allow = [], words }: { allow?: readonly string[]; words?: readonly JargonWord[] } = {},
): JargonWord[] {
  const list = words ?? (loaded ??= loadJargon());
  // Longest first, so that "data drift" is taken out before "drift" is looked for.
  const rest = [...allow]
    .sort((a, b) => b.length - a.length)
    .reduce((left, term) => left.replace(pattern(term), ' ¤ '), text.normalize('NFKC'));
  return list.filter(({ word }) => pattern(word).test(rest) && !allow.some((term) => pattern(word).test(` ${term} `)));
}

/** A word or phrase as a whole, in any case, with a plural s; spaces and hyphens are one. */
function pattern(term: string): RegExp {
  const escaped = term
    .trim()
    .split(/[\s-]+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('[\\s-]+');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?:e?s)?(?![\\p{L}\\p{N}])`, 'giu');
}
