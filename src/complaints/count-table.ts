import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { checkCounts } from './check-counts.ts';
import { keepCounts, type ComplaintsCounted } from './keep-counts.ts';
import { readTable, wrongLines } from './parse-csv.ts';

/**
 * Keeps the counts of a table as a spreadsheet saves it (parse-csv.ts). `modelId`: what its lines are about where it has no
 * column for it; where it has one, every line must be about that model. All or nothing: throws `invalid` with every line that
 * is wrong.
 */
export async function countTable(ctx: Ctx, { text, modelId }: { text: string; modelId?: string }): Promise<ComplaintsCounted> {
  authorise(ctx.actor, 'complaints.count');
  const { rows, wrong } = readTable(text, modelId);
  const checked = await checkCounts(
    ctx,
    rows.map(({ line: _line, ...row }) => row),
  );
  for (const { at, error } of checked.wrong)
    wrong.push({ line: rows[at]!.line, what: [error.message, error.hint].filter(Boolean).join(' ') });
  if (wrong.length > 0) throw wrongLines(wrong);
  return write(ctx, (w) => keepCounts(w, checked, 'csv'));
}
