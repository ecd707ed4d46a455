import { z } from 'zod';
import type { Ctx } from '../db/ctx.ts';
import { requestStates, type RequestKind } from '../db/schema/approvals.ts';
import { modelId } from '../registry/schemas.ts';
import { authorise } from '../shared/access.ts';
import { parseInput } from '../shared/parse.ts';
import { selectRequests, type RequestRow } from './request-store.ts';

const maxPage = 200;
const listInput = z.strictObject({
  /** Only open requests that this person was asked to decide on and has not. */
  waitingFor: z.string().min(1).max(63).optional(),
  /** Only those that this person made. */
  requestedBy: z.string().min(1).max(63).optional(),
  modelId: modelId.optional(),
  states: z.array(z.enum(requestStates)).min(1).max(requestStates.length).optional(),
  /** A request's number: only older ones, for the next page. */
  before: z.number().int().min(1).optional(),
  limit: z.number().int().min(1).max(maxPage).default(50),
});
export type ListInput = z.input<typeof listInput>;

/** Of the request itself, as it is; `revision`: of its card, as a vote carries it. */
const shown = [
  'revision',
  'number',
  'kind',
  'state',
  'modelId',
  'environment',
  'version',
  'requestedAt',
  'expiresAt',
  'decidedAt',
  'outcome',
  'breakGlass',
] as const;

export interface RequestLine extends Pick<RequestRow, (typeof shown)[number]> {
  requestId: string;
  /** “version 3 of Flight Delay in production”, “a change of roles or settings”. */
  title: string;
  requester: { id: string; name: string };
}

/** Requests, newest first; in one statement. */
export async function listRequests(ctx: Ctx, input: ListInput = {}): Promise<RequestLine[]> {
  authorise(ctx.actor, 'approvals.read');
  const { limit, ...filter } = parseInput(listInput, input);
  const rows = await selectRequests(ctx.db, filter, limit);
  return rows.map((row) => {
    const { id: requestId, kind, version, environment, requestedById, requesterName } = row;
    const name = row.modelId === null ? '' : (row.modelTitle ?? row.modelId);
    return {
      requestId,
      title: titleOf(kind, name, version, environment),
      requester: { id: requestedById, name: requesterName ?? requestedById },
      ...shownOf(row),
    };
  });
}

const shownOf = (row: RequestRow) =>
  Object.fromEntries(shown.map((name) => [name, row[name]])) as Pick<RequestRow, (typeof shown)[number]>;

export function titleOf(kind: RequestKind, model: string, version: number | null, environment: string | null): string {
  if (kind === 'configuration') return 'a change of roles or settings';
  if (kind === 'standing-rule') return `a standing rule for ${model} in ${environment}`;
  return `version ${version} of ${model} in ${environment}`;
}
