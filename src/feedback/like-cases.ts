import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { listWords } from '../shared/list-words.ts';
import { parseInput } from '../shared/parse.ts';
import { sayMonth } from '../shared/period.ts';
import { comparedChars, likenessOf, sketchOf } from './sketch.ts';
import { selectFlagged, selectNear, type NearCase } from './like-store.ts';

/** `likeness` of the words, 0 to 1: the share of their groups of three letters that both have. */
export type LikeCase = Omit<NearCase, 'words'> & { likeness: number };

const maxLike = 20;
/** As pg_trgm has it. */
const leastLike = 0.3;

const likeInput = z.union([
  z.strictObject({ caseId: z.uuid() }),
  z.strictObject({ words: z.string().trim().min(1).max(3_000), modelId: z.string().min(1).max(100) }),
]);
export type LikeInput = z.input<typeof likeInput>;

/**
 * Cases about the same model whose words are like those of a case, or like some words, the likest first, at most `limit`
 * (20). By groups of three letters (as Postgres' pg_trgm: similarity from 0.3), so that it knows no dictionary and any language.
 */
export async function likeCases(ctx: Ctx, input: LikeInput, limit = 5): Promise<LikeCase[]> {
  authorise(ctx.actor, 'registry.read');
  if (limit < 1 || limit > maxLike) throw new LeewayError('too-large', `1 to ${maxLike} like cases are found at once.`);
  const wanted = parseInput(likeInput, input);
  const about = 'caseId' in wanted ? await selectFlagged(ctx.db, wanted.caseId) : wanted;
  if (!about) throw new LeewayError('not-found', 'There is no such case.', { field: 'case' });
  // Words that were erased are like no others.
  if (!about.words) return [];
  const words = about.words.slice(0, comparedChars);
  const sketch = sketchOf(about.modelId, words);
  if (sketch.length === 0) return [];
  const { modelId } = about;
  const near = await selectNear(ctx.db, { sketch, modelId, not: 'caseId' in wanted ? wanted.caseId : null });
  return near
    .map(({ words: theirs, ...one }) => ({ ...one, likeness: likenessOf(theirs.slice(0, comparedChars), words) }))
    .filter((one) => one.likeness >= leastLike)
    .toSorted((a, b) => b.likeness - a.likeness || b.number - a.number)
    .slice(0, limit);
}

/**
 * “Marcus said this in May (case 3), Priya in June (case 7).”: who said much the same before, newest first, and when. No
 * figure, because who reads it may count them. Empty where nobody did.
 */
export function sayLike(like: readonly Pick<LikeCase, 'number' | 'flaggedAt' | 'flaggedById' | 'flaggedByName'>[]): string {
  if (like.length === 0) return '';
  const newest = like.toSorted((a, b) => b.number - a.number);
  const parts = newest.map(({ flaggedByName, flaggedById, flaggedAt, number }, at) => {
    const who = flaggedByName ?? flaggedById;
    return `${who} ${at === 0 ? 'said much the same ' : ''}in ${sayMonth(flaggedAt)} (case ${number})`;
  });
  return `${listWords(parts)}.`;
}
