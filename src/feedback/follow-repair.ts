import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMatter } from '../matters/read-matters.ts';
import { systemActor } from '../shared/actor.ts';
import { isClosed } from './case-rules.ts';
import { eventExists, selectAction } from './case-store.ts';
import { followAction } from './follow-action.ts';
import { loadCase } from './load-case.ts';
import { moveCase } from './move-case.ts';
import { idOfEnd, repairSteps, stepOfRepair } from './repair-steps.ts';

/**
 * Tells a case that the data problem which one of its steps opened is at its end. That does not end the step: whoever does
 * it is asked. Twice it changes nothing.
 */
export async function followRepair(ctx: Ctx, { matterId }: { matterId: string }): Promise<void> {
  const at: Ctx = { ...ctx, actor: systemActor('feedback') };
  const { key, state, doneByName } = await readMatter(at, matterId);
  const step = stepOfRepair(key);
  if (!step || state !== 'done') return;
  await write(at, async (w) => {
    const loaded = await loadCase(w, step.caseId);
    const action = await selectAction(w.db, step.actionId);
    const id = idOfEnd(matterId);
    // What is closed stays as it was; the matter itself says how it ended.
    if (!action || action.link?.id !== matterId || isClosed(loaded.row.state) || (await eventExists(w.db, id))) return;
    const open = action.state === 'open';
    if (open) await followAction(w, loaded, action, repairSteps.ended);
    await moveCase(w, loaded, {
      verb: 'follow-repair',
      event: {
        id,
        kind: 'repair-ended',
        // Its words stay with the matter: where they are erased, they are shown nowhere.
        data: { actionId: action.id, matterId, byName: doneByName, doerId: open ? action.personId : null },
      },
      detail: { actionId: action.id, matter: matterId },
    });
  });
}
