import { distance } from 'fastest-levenshtein';
import { slipsAllowed } from './words.ts';

export interface NamedModel {
  name: string;
  /** Its title and whatever else people call it. */
  words?: readonly string[];
}

export interface ModelMatcher {
  /** The most words any name has: how long a phrase is worth looking up. */
  readonly maxWords: number;
  /** Models called so, whatever the case and the separators; several when names differ in no more than that. */
  find(phrase: string): string[];
  /** Names that may have been meant, nearest first. */
  suggest(phrase: string, limit?: number): string[];
  /** Any model's name, for examples. */
  example(): string | undefined;
}

/** What stays of a name when case, hyphens, underscores, dots and spaces do not count. */
const squeeze = (phrase: string): string => phrase.toLowerCase().replace(/[\s\-_./]+/g, '');
const wordsOf = (phrase: string): string[] =>
  phrase
    .toLowerCase()
    .split(/[\s\-_./]+/)
    .filter(Boolean);

/** A matcher in memory: looking up is one map access, suggesting one pass over names of about the same length. */
export function createModelMatcher(models: readonly NamedModel[]): ModelMatcher {
  const exact = new Set(models.map((model) => model.name));
  const byKey = new Map<string, Set<string>>();
  const byWord = new Map<string, Set<string>>();
  const byLength = new Map<number, string[]>();
  let maxWords = 1;
  for (const model of models) {
    for (const alias of [model.name, ...(model.words ?? [])]) {
      const key = squeeze(alias);
      if (key === '') continue;
      if (!byKey.has(key)) {
        const same = byLength.get(key.length);
        if (same) same.push(key);
        else byLength.set(key.length, [key]);
      }
      add(byKey, key, model.name);
      const words = wordsOf(alias);
      for (const word of words) add(byWord, word, model.name);
      maxWords = Math.max(maxWords, Math.min(words.length, 8));
    }
  }

  const find = (phrase: string): string[] => {
    if (exact.has(phrase)) return [phrase];
    const key = squeeze(phrase);
    // "Flight delays" is flight-delay, unless there is a model of that very name.
    return [...(byKey.get(key) ?? (key.endsWith('s') ? byKey.get(key.slice(0, -1)) : undefined) ?? [])];
  };

  const suggest = (phrase: string, limit = 3): string[] => {
    const key = squeeze(phrase);
    const allowed = slipsAllowed(key.length);
    const near: { key: string; count: number }[] = [];
    for (let length = key.length - allowed; length <= key.length + allowed; length++) {
      for (const candidate of byLength.get(length) ?? []) {
        const count = distance(key, candidate);
        if (count <= allowed) near.push({ key: candidate, count });
      }
    }
    near.sort((left, right) => left.count - right.count || (left.key < right.key ? -1 : 1));
    const names = new Set(near.slice(0, limit).flatMap((entry) => [...byKey.get(entry.key)!]));
    for (const name of sharing(wordsOf(phrase), byWord, limit)) names.add(name);
    return [...names].slice(0, limit);
  };

  return { maxWords, find, suggest, example: () => models[0]?.name };
}

/** Names that hold every word asked for: "flight" may mean flight-delay. */
function sharing(words: string[], byWord: Map<string, Set<string>>, limit: number): string[] {
  const sets = words.map((word) => byWord.get(word) ?? new Set<string>()).sort((left, right) => left.size - right.size);
  const [smallest, ...others] = sets;
  const names: string[] = [];
  for (const name of smallest ?? []) {
    if (others.every((set) => set.has(name))) names.push(name);
    if (names.length === limit) break;
  }
  return names;
}

function add(index: Map<string, Set<string>>, key: string, name: string): void {
  const names = index.get(key);
  if (names) names.add(name);
  else index.set(key, new Set([name]));
}
