import { readAuditEntries } from '../audit/read-entries.ts';
import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayInstant } from '../shared/period.ts';
import { listOr, tableOr, text, type Section } from './document.ts';
import { selectNames, selectRequests, selectVotes, type RequestRow, type Stretch, type VoteRow } from './store.ts';

/** One attempt that was refused: who, what, and why in the words they were told. */
export interface RefusedAttempt {
  at: Date;
  personId: string;
  name: string;
  requestId: string;
  decision: string;
  sentence: string;
}
export interface Duties {
  requests: RequestRow[];
  votes: VoteRow[];
  attempts: RefusedAttempt[];
  names: Map<string, string>;
}

const maxRequests = 2_000;
const maxVotes = 20_000;
const maxAttempts = 10_000;

/** The decisions of a stretch, who made them in which seat, and every attempt that was refused. */
export async function readDuties(ctx: Ctx, of: { modelId?: string } & Stretch): Promise<Duties> {
  authorise(ctx.actor, 'audit.read');
  const requests = bounded(await selectRequests(ctx.db, of.modelId, of, maxRequests + 1), maxRequests, 'requests');
  const ids = requests.map((one) => one.id);
  const votes = bounded(await selectVotes(ctx.db, ids, maxVotes + 1), maxVotes, 'votes');
  const attempts = await readAttempts(ctx, ids, of);
  const people = [
    ...requests.map((one) => one.requestedById),
    ...votes.flatMap((one) => [one.personId, one.onBehalfOfId]),
  ].filter((id) => id !== null);
  return { requests, votes, attempts, names: await selectNames(ctx.db, [...new Set(people)]) };
}

async function readAttempts(ctx: Ctx, requestIds: string[], { from, until }: Stretch): Promise<RefusedAttempt[]> {
  if (requestIds.length === 0) return [];
  const subjects = requestIds.map((id) => `request:${id}`);
  const entries = await readAuditEntries(ctx, { from, until, subjects, verbs: ['approvals.refused'], limit: maxAttempts });
  return entries.map(({ at, body, actorId }) => {
    const { actor, detail } = JSON.parse(body) as {
      actor: { name: string };
      detail: { requestId: string; decision: string; sentence: string };
    };
    return { at, personId: actorId, name: actor.name, ...detail };
  });
}

function bounded<T>(rows: T[], max: number, what: string): T[] {
  if (rows.length <= max) return rows;
  throw new LeewayError('too-large', `More than ${max} ${what} in this stretch.`, { hint: 'Ask for a shorter one.' });
}

/** The report on duties as sections of a document: demonstrated by what was decided and by what was refused. */
export function dutiesSections({ requests, votes, attempts, names }: Duties, zone: string): Section[] {
  const nameOf = (id: string) => names.get(id) ?? id;
  const numberOf = new Map(requests.map((one) => [one.id, one.number]));
  const own = votes.filter((vote) => requests.some((one) => one.id === vote.requestId && one.requestedById === vote.personId));
  return [
    {
      heading: 'Decisions, and who made them',
      parts: [
        tableOr(
          ['Request', 'What', 'Asked by', 'Decided', 'Policy', 'Votes'],
          requests.map((one) => [
            `${one.number}${one.breakGlass ? ' (break-glass)' : ''}`,
            whatOf(one),
            `${nameOf(one.requestedById)}, ${sayInstant(one.requestedAt, zone)}`,
            `${one.state}${one.decidedAt ? `, ${sayInstant(one.decidedAt, zone)}` : ''}${one.outcome ? `: ${one.outcome}` : ''}`,
            `${one.policyId}, version ${one.policyVersion}`,
            votes
              .filter((vote) => vote.requestId === one.id)
              .map((vote) => sayVote(vote, nameOf, zone))
              .join('; ') || 'none',
          ]),
          'Nothing was asked for or decided in this time.',
        ),
        text(
          own.length === 0
            ? 'Nobody decided on a request of their own, and nobody counted twice: one person has at most one vote on a request.'
            : `${own.length === 1 ? 'One vote was' : `${own.length} votes were`} cast by the one who made the request. This must not happen: tell compliance.`,
        ),
      ],
    },
    {
      heading: 'Attempts that were refused',
      parts: [
        listOr(
          attempts.map(
            (one) =>
              `${sayInstant(one.at, zone)}: ${one.name} tried to ${one.decision} request ${numberOf.get(one.requestId) ?? one.requestId}. ${one.sentence}`,
          ),
          'No attempt was refused in this time.',
        ),
      ],
    },
  ];
}

export const whatOf = (one: RequestRow): string =>
  one.kind === 'promotion'
    ? `${one.modelId} version ${one.version} to ${one.environment}${one.replacesVersion === null ? '' : `, in place of version ${one.replacesVersion}`}`
    : one.kind === 'standing-rule'
      ? `a standing rule for ${one.modelId} in ${one.environment}`
      : 'people, roles or policies';

function sayVote(vote: VoteRow, nameOf: (id: string) => string, zone: string): string {
  const behalf = vote.onBehalfOfId ? ` for ${nameOf(vote.onBehalfOfId)}` : '';
  const outvoted = vote.outvoted.length > 0 ? `, although failed: ${vote.outvoted.join(', ')}` : '';
  return `${vote.decision === 'approve' ? 'approved' : 'refused'} by ${nameOf(vote.personId)}${behalf} as ${vote.seat} (revision ${vote.revisionSeen}, ${sayInstant(vote.at, zone)}${outvoted})`;
}
