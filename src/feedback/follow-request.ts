import { readRequest } from '../approvals/read-request.ts';
import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { systemActor } from '../shared/actor.ts';
import { isClosed } from './case-rules.ts';
import { selectAction, updateAction } from './case-store.ts';
import { followAction } from './follow-action.ts';
import { loadCase } from './load-case.ts';
import { moveCase } from './move-case.ts';
import { newestTurn, stepAfter, turnOf } from './request-turns.ts';

/**
 * Tells a case how the request that was made for one of its steps goes on: its card, everybody's letter and the list of who
 * does the step. That the version is live does not end the step: whoever does it is asked. Twice it changes nothing.
 */
export async function followRequest(ctx: Ctx, input: { requestId: string; turn: string }): Promise<void> {
  const { requestId } = input;
  const turn = turnOf(input.turn);
  const at: Ctx = { ...ctx, actor: systemActor('feedback') };
  const { followsFrom, number, version, environment } = await readRequest(at, requestId);
  if (!followsFrom || !turn) return;
  await write(at, async (w) => {
    const loaded = await loadCase(w, followsFrom.caseId);
    const action = await selectAction(w.db, followsFrom.actionId);
    // What is closed stays as it was; the request's own card goes on telling.
    if (!action || isClosed(loaded.row.state)) return;
    const link = action.link ?? { kind: 'request' as const, id: requestId };
    if (link.kind !== 'request') return;
    // Nobody linked it: whoever asked was cut off in between.
    if (action.link === null) await updateAction(w.db, action.id, { link });
    const isNewest = link.id === requestId;
    const heard = await newestTurn(w, { ...action, link: { kind: 'request', id: requestId } });
    // Its approval may be heard of after its deployment.
    if (heard?.heard.some((one) => one === turn || (turn === 'approved' && one !== 'asked'))) return;
    const open = action.state === 'open' && isNewest;
    if (open) await followAction(w, loaded, action, stepAfter(action, number, turn));
    await moveCase(w, loaded, {
      verb: 'follow-request',
      event: {
        kind: 'request-moved',
        data: {
          actionId: action.id,
          requestId,
          number,
          turn,
          version: version?.number ?? null,
          environment,
          // Who is to say whether that does it.
          doerId: turn === 'live' && open ? action.personId : null,
        },
      },
      detail: { actionId: action.id, request: requestId, turn },
    });
  });
}
