import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { parseInput } from '../shared/parse.ts';
import { checkCounts } from './check-counts.ts';
import { keepCounts, type ComplaintsCounted } from './keep-counts.ts';
import { countInput, type CountInput } from './schemas.ts';

export type { ComplaintsCounted } from './keep-counts.ts';

/**
 * Keeps how many customers complained about what a model does, by week and segment; a later count of the same week takes the
 * place of the one before. All or nothing: throws `not-found` for an unknown model, `invalid` for one that is retired, for a
 * week to come and for one that stands twice.
 */
export async function countComplaints(ctx: Ctx, input: CountInput): Promise<ComplaintsCounted> {
  const { counts, source } = parseInput(countInput, input);
  authorise(ctx.actor, 'complaints.count');
  const checked = await checkCounts(ctx, counts);
  const [first] = checked.wrong;
  if (first) throw first.error;
  return write(ctx, (w) => keepCounts(w, checked, source));
}
