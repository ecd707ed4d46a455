import { listRequests, type RequestLine } from '../approvals/list-requests.ts';
import { readRequest } from '../approvals/read-request.ts';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';

const decided = 'Decide in Slack, or over REST with a token of your own: here anybody could say that they are you.';

/** Requests, newest first, a line each; the open ones, or all. */
export async function sayRequests(ctx: Ctx, all: boolean): Promise<string[]> {
  const found = await listRequests(ctx, { ...(all ? {} : { states: ['open', 'queued'] }), limit: 100 });
  if (found.length === 0) return [all ? 'There are no requests.' : 'No request is open. --all lists every one.'];
  return [...found.map(sayLine), ...(all ? [] : [decided])];
}

/** One request with who has decided and who is still to. */
export async function sayRequest(ctx: Ctx, number: number): Promise<string[]> {
  const [found] = await listRequests(ctx, { before: number + 1, limit: 1 });
  if (found?.number !== number) throw new LeewayError('not-found', `There is no request ${number}.`, { field: 'number' });
  const view = await readRequest(ctx, found.requestId);
  return [
    sayLine(found),
    ...(view.reason === null ? [] : [`  Why: ${view.reason}`]),
    ...view.changes.map((change) => `  ${change}`),
    ...view.gates.map(({ title, state, reason }) => `  Gate ${title}: ${state}${reason === null ? '' : `. ${reason}`}`),
    ...view.seats.flatMap(({ phrase, votes, open }) => [
      ...votes.map((vote) => `  ${vote.name} (${phrase}): ${vote.decision === 'approve' ? 'approved' : 'refused'}`),
      ...(open.length === 0 ? [] : [`  ${phrase}, still to decide: ${open.map((one) => one.name).join(', ')}`]),
    ]),
    ...(view.outcome === null ? [] : [`  ${view.outcome}`]),
    ...(view.state === 'open' ? [decided] : []),
  ];
}

const sayLine = ({ number, title, state, requester, requestedAt }: RequestLine): string =>
  `Request ${number}: ${title}. Asked by ${requester.name} on ${requestedAt.toISOString().slice(0, 10)}. State: ${state}.`;
