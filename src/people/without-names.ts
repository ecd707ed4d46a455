import type { Ctx } from '../db/ctx.ts';
import { selectNamesWith } from './store.ts';

const maxWords = 500;
const maxPeople = 1_000;

/**
 * A text with “somebody” in place of each word that is part of a person's name here, or a person's id. A word
 * that is a name and also an ordinary word goes as well: rather too much than too little.
 */
export async function withoutNames(ctx: Pick<Ctx, 'db'>, text: string): Promise<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}_.-]+/gu) ?? [];
  const bare = [...new Set(words.flatMap((word) => [word, word.replace(/^[._-]+|[._-]+$/g, '')]))].slice(0, maxWords);
  if (bare.length === 0) return text;
  const names = new Set(await selectNamesWith(ctx.db, bare, maxPeople));
  return text.replace(/[\p{L}\p{M}\p{N}_.-]+/gu, (word) =>
    names.has(word.toLowerCase().replace(/^[._-]+|[._-]+$/g, '')) ? 'somebody' : word,
  );
}
