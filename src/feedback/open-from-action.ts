import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { openMatter } from '../matters/open-matter.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { openFromActionInput, type OpenFromActionInput } from './case-schemas.ts';
import { updateAction } from './case-store.ts';
import { followAction } from './follow-action.ts';
import { assertOpenAction, loadAction } from './load-action.ts';
import { caseSeverity, moveCase, unchanged, type CaseMoved } from './move-case.ts';
import { repairKey, repairSteps } from './repair-steps.ts';

/**
 * Opens a data-quality matter from an action that repairs data: it stands in the digest until it is done, in the hands of
 * whoever does the action, and names the case. The same action opens one.
 */
export async function openFromAction(ctx: Ctx, input: OpenFromActionInput): Promise<CaseMoved> {
  const { actionId } = parseInput(openFromActionInput, input);
  return write(ctx, async (w) => {
    const { action, loaded } = await loadAction(w, actionId);
    if (action.link?.kind === 'matter') return unchanged(loaded);
    assertOpenAction(action);
    if (action.kind !== 'data-fix')
      throw new LeewayError('conflict', 'This step repairs no data.', { hint: 'Plan a step that does.' });
    if (action.link !== null)
      throw new LeewayError('conflict', 'It has opened something else already.', { hint: 'Plan a second step for this.' });
    const { row, model, today } = loaded;
    const { id } = await openMatter(w, {
      kind: 'data-quality',
      modelId: row.modelId,
      key: repairKey(action),
      title: `Data of ${model.title} to repair (from case ${row.number})`,
      severity: caseSeverity,
      openedFor: today,
      inHand: { ownerId: action.personId, nextStep: 'See that they are repaired, then say what was done', dueOn: action.dueOn },
    });
    await updateAction(w.db, actionId, { link: { kind: 'matter', id } });
    await followAction(w, loaded, action, repairSteps.open);
    return moveCase(w, loaded, {
      verb: 'link-action',
      event: { kind: 'action-linked', data: { actionId, kind: 'matter', id } },
      detail: { actionId, link: { kind: 'matter', id } },
    });
  });
}
