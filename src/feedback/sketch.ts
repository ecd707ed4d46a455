/** Two texts that share 3 of 10 groups of letters meet in a band nine times of ten; unrelated ones seldom do. */
const bands = 24;
const perBand = 2;
/** Longer words are known by their beginning: what happened is said first. */
export const comparedChars = 500;

/** Odd multipliers and shifts of the hash functions; never changed, because sketches are stored. */
const seeds = Array.from({ length: bands * perBand }, (_, at) => {
  const seed = scramble(0x9e3779b9 + at);
  return { times: scramble(seed) | 1, plus: scramble(seed ^ 0x5bd1e995) };
});

/**
 * What a complaint is found again by: whole numbers of 32 bits, of which complaints about the same model share the more the
 * more of their groups of three letters they share (MinHash in bands: Broder, On the resemblance and containment of
 * documents, 1997). Comparing whole words with tens of thousands takes seconds, looking up numbers in an index does not.
 */
export function sketchOf(modelId: string, words: string): number[] {
  const groups = [...groupsOf(words.slice(0, comparedChars))].map((group) => hashText(group));
  if (groups.length === 0) return [];
  const model = hashText(modelId);
  const least = seeds.map(({ times, plus }) => {
    let min = 0xffffffff;
    for (const group of groups) min = Math.min(min, scramble(Math.imul(group, times) + plus) >>> 0);
    return min;
  });
  return Array.from({ length: bands }, (_, band) =>
    least.slice(band * perBand, (band + 1) * perBand).reduce((mixed, one) => scramble(mixed ^ one), scramble(model + band)),
  );
}

/**
 * How alike two texts are, 0 to 1: the share of their groups of three letters that both have, as Postgres' `similarity` says
 * it. Counted here, because there it knows only the letters of the database's locale.
 */
export function likenessOf(one: string, other: string): number {
  const [left, right] = [groupsOf(one), groupsOf(other)];
  const both = [...left].filter((group) => right.has(group)).length;
  const all = left.size + right.size - both;
  return all === 0 ? 0 : both / all;
}

/** Groups of three letters as Postgres' pg_trgm makes them: each word by itself, two blanks before it and one after. */
function groupsOf(words: string): Set<string> {
  const groups = new Set<string>();
  for (const [word] of words.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) groups.add(padded.slice(at, at + 3));
  }
  return groups;
}

/** FNV-1a. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** MurmurHash3's last step: every bit of the result depends on every bit of the number. */
function scramble(number: number): number {
  let mixed = number | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
