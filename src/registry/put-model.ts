import type { WriteCtx } from '../audit/write.ts';
import type { OwnerKind } from '../db/schema/registry.ts';
import { addDays, dayIn } from '../shared/period.ts';
import { LeewayError } from '../shared/errors.ts';
import type { ModelDraft } from './schemas.ts';
import { insertModelRow, lockModel, replaceOwners, updateModelRow } from './store.ts';

/** Writes a model with exactly these owners, in the transaction of a verb, which authorises and audits. */
export async function putModel(w: WriteCtx, draft: ModelDraft): Promise<void> {
  const { owners, ...fields } = draft;
  const before = await lockModel(w.db, fields.id);
  const row = { ...fields, reviewDueOn: nextReview(w, draft, before) };
  if (before) await updateModelRow(w.db, { ...row, updatedAt: w.now });
  else if (!(await insertModelRow(w.db, { ...row, createdAt: w.now, updatedAt: w.now }))) {
    // Whoever was quicker decides who may change it, so this is not carried out as a change.
    throw new LeewayError('conflict', `Somebody registered ${row.id} at the same moment. Look at it, then try again.`, {
      field: 'id',
    });
  }
  await replaceOwners(w.db, row.id, owners as Partial<Record<OwnerKind, string>>);
}

/** A review that is due stays due; another interval counts from now. */
function nextReview(
  w: WriteCtx,
  draft: ModelDraft,
  before: { reviewEveryDays: number | null; reviewDueOn: string | null } | undefined,
) {
  if (draft.reviewEveryDays === null) return null;
  if (before?.reviewEveryDays === draft.reviewEveryDays) return before.reviewDueOn;
  return addDays(dayIn('utc', w.now), draft.reviewEveryDays);
}
