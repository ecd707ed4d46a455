/**
 * Flesch–Kincaid grade: 0.39 × words/sentences + 11.8 × syllables/words − 15.59 (Kincaid, Fishburne, Rogers and Chissom,
 * Derivation of New Readability Formulas, Naval Technical Training Command, 1975). Years of US schooling; 0 for no words.
 * It does not see jargon: use `findJargon` beside it.
 */
export function readingGrade(text: string): number {
  // A line or list item ends a sentence too; the point inside 21.9 does not.
  const sentences = text.split(/[.!?…]+(?=\s|["”’)\]*]|$)|\n+/).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu) ?? [];
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + countSyllables(word), 0);
  return (0.39 * words.length) / sentences + (11.8 * syllables) / words.length - 15.59;
}

/**
 * Syllables of an English word, estimated: groups of vowels, less a silent final e, es or ed, plus vowels that sound apart.
 * A number counts as one, each half of a hyphenated word for itself.
 */
export function countSyllables(word: string): number {
  return word
    .toLowerCase()
    .split(/[-–]/)
    .reduce((sum, part) => sum + ofPart(part.normalize('NFKD').replace(/[^a-z]/g, ''), /[\p{L}\p{N}]/u.test(part)), 0);
}

function ofPart(part: string, spoken: boolean): number {
  if (part.length <= 2) return spoken ? 1 : 0;
  const stem = part
    // "kept" e: tables, added, boxes, ages; else a final e, es or ed is silent.
    .replace(/(?<![td])ed$/, '')
    .replace(/(?<![sxzlcg]|[sc]h)es$/, '')
    .replace(/(?<![aeiouy]|[^aeiouy]l)e$/, '');
  const groups = stem.match(/[aeiouy]+/g)?.length ?? 0;
  // "ia", "io" and "eo" mostly sound apart, but not in -tion, -sion, -cial or people; "ea" does in idea and area.
  const apart = stem.match(/(?<![tscg])i[ao]|(?<!p)eo(?!u)|(?<=[aeiou][^aeiou])ea$|[aeiou]ing$|uou|ua[lt]/g)?.length ?? 0;
  return Math.max(1, groups + apart);
}
