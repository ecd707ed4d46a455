import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { endMatter } from '../matters/follow-matter.ts';
import { maskPersonal } from '../shared/mask.ts';
import { parseInput } from '../shared/parse.ts';
import { assertState } from './case-rules.ts';
import { linkActionInput, settleActionInput, type LinkActionInput, type SettleActionInput } from './case-schemas.ts';
import { selectActions, updateAction } from './case-store.ts';
import { actionKey, assertOpenAction, loadAction } from './load-action.ts';
import { repairKey } from './repair-steps.ts';
import { maxActionsOfCase, moveCase, unchanged, type CaseMoved } from './move-case.ts';

/** Brings one action of a case to its end. Once none is open, its owner is to say what changed. */
export async function settleAction(ctx: Ctx, input: SettleActionInput): Promise<CaseMoved> {
  const { actionId, outcome, words } = parseInput(settleActionInput, input);
  const said = words === undefined ? undefined : maskPersonal(words);
  return write(ctx, async (w) => {
    const { action, loaded } = await loadAction(w, actionId);
    if (action.state === outcome) return unchanged(loaded);
    assertOpenAction(action);
    assertState(loaded.row, ['acting', 'flagged', 'accepted', 'answered'], 'nothing is done about it any more');
    await updateAction(w.db, action.id, { state: outcome, doneAt: w.now });
    const { row } = loaded;
    await endMatter(
      w,
      { kind: 'action', modelId: row.modelId, key: actionKey(action) },
      outcome === 'done' ? 'Done.' : 'Given up.',
    );
    // What it opened ends with it, where nobody ended that before.
    if (action.link?.kind === 'matter')
      await endMatter(
        w,
        { kind: 'data-quality', modelId: row.modelId, key: repairKey(action) },
        `The step of case ${row.number} that opened it was ${outcome === 'done' ? 'done' : 'given up'}.`,
      );
    const left = (await selectActions(w.db, row.id, maxActionsOfCase)).filter((one) => one.state === 'open').length;
    return moveCase(w, loaded, {
      verb: 'settle-action',
      event: {
        kind: outcome === 'done' ? 'action-done' : 'action-dropped',
        data: { actionId: action.id, kind: action.kind, left },
        ...(said ? { words: said.text } : {}),
      },
      // The day that its owner's list shows is that of what is open yet.
      change: left === 0 && row.state === 'acting' ? { promisedOn: latest(row.promisedOn, loaded.today) } : {},
      masked: said?.masked ?? [],
      detail: { actionId: action.id, outcome },
    });
  });
}

/** Ties an action to what it opened elsewhere: an approval request, a matter, an idea. */
export async function linkAction(ctx: Ctx, input: LinkActionInput): Promise<CaseMoved> {
  const { actionId, link } = parseInput(linkActionInput, input);
  return write(ctx, async (w) => {
    const { action, loaded } = await loadAction(w, actionId);
    if (action.link?.kind === link.kind && action.link.id === link.id) return unchanged(loaded);
    await updateAction(w.db, action.id, { link });
    return moveCase(w, loaded, {
      verb: 'link-action',
      event: { kind: 'action-linked', data: { actionId, kind: link.kind, id: link.id } },
      detail: { actionId, link },
    });
  });
}

const latest = (promised: string | null, today: string) => (promised !== null && promised > today ? promised : today);
