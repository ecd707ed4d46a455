import type { WriteCtx } from '../audit/write.ts';
import { followMatter } from '../matters/follow-matter.ts';
import { actionTitle } from './action-words.ts';
import type { ActionRow } from './case-store.ts';
import { actionKey } from './load-action.ts';
import type { Loaded } from './load-case.ts';
import { caseSeverity } from './move-case.ts';

/** Keeps an action on the list of who does it, with what they do next. */
export async function followAction(
  w: WriteCtx,
  { row, today }: Pick<Loaded, 'row' | 'today'>,
  action: ActionRow,
  nextStep: string,
): Promise<void> {
  await followMatter(w, {
    kind: 'action',
    modelId: row.modelId,
    key: actionKey(action),
    title: actionTitle(action.kind, row.number),
    severity: caseSeverity,
    openedFor: today,
    inHand: { ownerId: action.personId, nextStep, dueOn: action.dueOn },
  });
}
