import type { Ctx } from '../db/ctx.ts';
import { actionSteps } from './action-words.ts';
import { eventExists, selectRequestTurns, type ActionRow } from './case-store.ts';
import { idOfEnd, repairSteps } from './repair-steps.ts';

/** How a request that was made for a step of a case goes on, as the case keeps it. */
export const requestTurns = [
  'asked',
  'approved',
  'refused',
  'withdrawn',
  'expired',
  'superseded',
  'void',
  'live',
  'deploy-failed',
  'deploy-timed-out',
  'deploy-cancelled',
  'rolled-back',
] as const;
export type RequestTurn = (typeof requestTurns)[number];
export const turnOf = (turn: unknown): RequestTurn | undefined => requestTurns.find((one) => one === turn);

/** While one is under way or its version is live, no other is asked for the same step. */
export const isUnderWay = (turn: RequestTurn): boolean => turn === 'asked' || turn === 'approved' || turn === 'live';

/** `Request 4: approved, on its way` */
export const turnWords: Record<RequestTurn, string> = {
  asked: 'waits for those who decide',
  approved: 'approved, on its way',
  refused: 'refused',
  withdrawn: 'withdrawn',
  expired: 'not decided in time',
  superseded: 'replaced by a newer request',
  void: 'cannot be done any more',
  live: 'approved and live',
  'deploy-failed': 'approved, but it failed on the way',
  'deploy-timed-out': 'approved, but nobody reported back',
  'deploy-cancelled': 'approved, but stopped on the way',
  'rolled-back': 'was live, and was taken back',
};

/** What whoever does the step does next. */
export function stepAfter(action: Pick<ActionRow, 'kind'>, number: number, turn: RequestTurn): string {
  if (turn === 'asked') return `Wait for those who decide on request ${number}`;
  if (turn === 'approved') return `Wait until what request ${number} asked for is live`;
  if (turn === 'live') return `What request ${number} asked for is live: say whether this is done`;
  return `Request ${number}: ${turnWords[turn]}. ${actionSteps[action.kind]}`;
}

/** The newest that a case heard of the request an action opened; undefined where it opened none. */
export async function newestTurn(
  { db }: Pick<Ctx, 'db'>,
  { caseId, link }: Pick<ActionRow, 'caseId' | 'link'>,
): Promise<{ number: number; turn: RequestTurn; heard: RequestTurn[] } | undefined> {
  if (link?.kind !== 'request') return undefined;
  const rows = (await selectRequestTurns(db, caseId)).filter(({ data }) => (data['requestId'] ?? data['id']) === link.id);
  const heard = rows.flatMap((one): RequestTurn[] => {
    const turn = one.kind === 'action-linked' ? 'asked' : turnOf(one.data['turn']);
    return turn ? [turn] : [];
  });
  const [turn, number] = [heard.at(-1), rows.map((one) => one.data['number']).find((one) => typeof one === 'number')];
  return turn && number !== undefined ? { number, turn, heard } : undefined;
}

export async function nextStepOfAction(ctx: Pick<Ctx, 'db'>, action: ActionRow): Promise<string> {
  if (action.link?.kind === 'matter')
    return (await eventExists(ctx.db, idOfEnd(action.link.id))) ? repairSteps.ended : repairSteps.open;
  const newest = await newestTurn(ctx, action);
  return newest ? stepAfter(action, newest.number, newest.turn) : actionSteps[action.kind];
}
