/** `expectedDelayMin` and `expected_delay-min` as `expected`, `delay`, `min`. */
export const wordsIn = (name: string): string[] =>
  name
    // A single small letter before a capital belongs to it, as in kWh.
    .replace(/(\p{Ll}{2}|\d)(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** How a sentence names a column: its words, short enough. A name without any is told by its place. */
export const phraseOf = (name: string, index: number): string =>
  wordsIn(name).join(' ').slice(0, 60).trim() || `column ${index + 1}`;

/** How a sentence names an input, always in the plural: `regions`, `weight values`, `values of größe`. */
export function inputPhrase(name: string, index: number, isNumber: boolean): string {
  const phrase = phraseOf(name, index).slice(0, 50);
  if (isNumber) return `${phrase} values`;
  return /^[a-z ]+$/.test(phrase) ? (/[^s]s$/.test(phrase) ? phrase : pluralOf(phrase)) : `values of ${phrase}`;
}

/** Ids as leeway.yml takes them, one for each name and each its own: other scripts are told by their place. */
export function idsOf(names: readonly string[], taken: readonly string[] = []): string[] {
  const used = new Set(taken);
  return names.map((name, index) => {
    const plain = idOf(name) || `column-${index + 1}`;
    let id = plain;
    for (let copy = 2; used.has(id); copy++) id = `${plain.slice(0, 58)}-${copy}`;
    used.add(id);
    return id;
  });
}

/** Lower-case letters, digits and dashes, beginning with a letter; empty where nothing is left. */
export const idOf = (name: string): string =>
  wordsIn(
    name
      .replace(/[ßæøœłđ]/giu, (letter) => spelled[letter.toLowerCase()]!)
      .normalize('NFKD')
      .replace(/\p{M}/gu, ''),
  )
    .join('-')
    .replace(/[^a-z0-9-]/g, '')
    .replace(/^[^a-z]+/, '')
    .replace(/-+/g, '-')
    .replace(/-$/, '')
    .slice(0, 62);

/** Letters that are no letter with a mark. */
const spelled: Record<string, string> = { ß: 'ss', æ: 'ae', ø: 'o', œ: 'oe', ł: 'l', đ: 'd' };

/** The plural of a plain English word, for rows that are named after their id. */
export const pluralOf = (word: string): string =>
  /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`;
