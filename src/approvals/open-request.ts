import { lockNewestNumber, saveNewestNumber } from '../db/numbers.ts';
import type { WriteCtx } from '../audit/write.ts';
import { addLetters, maxLetters, openCard, planDue, type Due } from '../cards/open-card.ts';
import { moveCard } from '../cards/move-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { readMembers } from '../people/members.ts';
import { readOrganisation } from '../people/organisation.ts';
import { systemActor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { claimOf } from './claim.ts';
import { evidenceHash, type Evidence } from './evidence.ts';
import { freezeEdges } from './freeze.ts';
import { endRequest } from './end-request.ts';
import { evidenceOf, loadBarred, loadTable } from './load-request.ts';
import { loadDeputies, loadSitters, loadSitting, type SeatModel } from './load-table.ts';
import type { Policy } from './policy.ts';
import { noticePart } from './schemas.ts';
import { changeRequest, insertRequest, lockOpen, lockRequest, type RequestRow } from './request-store.ts';
import { votersOf } from './seats.ts';

const hourMs = 3_600_000;
const maxVoters = 500;

export type RequestDraft = Pick<RequestRow, 'kind' | 'subjectKey' | 'modelId' | 'environment' | 'version' | 'fallbackVersion'> &
  Partial<
    Pick<
      RequestRow,
      'replacesVersion' | 'reason' | 'expectedEffect' | 'rollbackPlan' | 'checklist' | 'payload' | 'breakGlass' | 'followsFrom'
    >
  > & {
    id?: string;
    shown: Evidence['shown'];
    concerned: string[];
  };

/** Everything is read as the system reads it: who asks need not be allowed to look every approver up. */
export const reading = (w: Ctx): Ctx => ({ ...w, actor: systemActor('approvals') });

/**
 * Writes a request with its card, in the transaction of a verb, which authorises and audits. One at a time is open a
 * subject: a newer one takes the older one's place, or waits for its turn, as the policy says.
 */
export async function openRequest(w: WriteCtx, draft: RequestDraft, policy: Policy, model: SeatModel): Promise<RequestRow> {
  const { id = newId(), shown, concerned, ...given } = draft;
  const number = (await lockNewestNumber(w.db, 'request')) + 1;
  const other = await lockOpen(w.db, draft.subjectKey);
  const queued = other !== undefined && policy.spec.whenAnother === 'queue';
  if (other && !queued)
    await endRequest(w, other, { state: 'superseded', outcome: `Request ${number} took its place.`, supersededById: id });
  const sitting = await loadSitting(reading(w), policy.spec.seats, model, 'whole');
  const claim = claimOf(w.actor);
  const evidence: Evidence = {
    shown,
    sitting,
    deputies: await loadDeputies(reading(w), sitting),
    concerned,
    since: 1,
    matterSince: 1,
    ...(claim ? { claim } : {}),
  };
  await insertRequest(w.db, {
    ...given,
    id,
    number,
    state: queued ? 'queued' : 'open',
    requestedById: w.actor.id,
    requestedAt: w.now,
    policyId: policy.id,
    policyVersion: policy.version,
    evidence,
    evidenceHash: evidenceHash(shown),
    expiresAt: expiryOf(policy, w.now),
  });
  await saveNewestNumber(w.db, 'request', number);
  const row = await stored(w, id);
  const letters = w.actor.kind === 'person' ? [{ personId: w.actor.id, part: 'requester' }] : [];
  const destination = await destinationOf(w, policy.spec.channel);
  const { cardId } = await openCard(w, { kind: 'approval', subjectId: id, destination, letters, due: [] });
  if (!queued) await callVoters(w, row, policy, model, cardId);
  return row;
}

/** The next in the queue gets its turn: people are asked now, and its time runs from now. */
export async function openQueued(w: WriteCtx, row: RequestRow, policy: Policy, model: SeatModel, cardId: string): Promise<void> {
  const change = { state: 'open' as const, expiresAt: expiryOf(policy, w.now) };
  await changeRequest(w.db, row.id, change);
  await callVoters(w, { ...row, ...change }, policy, model, cardId);
  const card = await moveCard(w, cardId, { happening: { kind: 'opened' }, tell: ['requester'] });
  await changeRequest(w.db, row.id, { revision: card.revision });
}

async function callVoters(w: WriteCtx, row: RequestRow, policy: Policy, model: SeatModel, cardId: string): Promise<void> {
  const ctx = reading(w);
  const barred = await loadBarred(ctx, row, policy, evidenceOf(row).concerned);
  const table = await loadTable(ctx, row, policy, model, cardId);
  const parts = new Map<string, string>();
  for (const seat of Object.keys(policy.spec.seats))
    for (const { personId, holderId } of votersOf(seat, table))
      if (!barred.has(personId) && !barred.has(holderId) && !parts.has(personId)) parts.set(personId, seat);
  const told = [
    ...(policy.spec.tell ? await loadSitters(ctx, policy.spec.tell, model, 'turn') : []),
    ...(row.breakGlass ? await readMembers(ctx, { roles: ['compliance'] }) : []),
  ];
  for (const personId of told) if (!parts.has(personId) && personId !== row.requestedById) parts.set(personId, noticePart);
  if (parts.size > maxVoters)
    throw new LeewayError('too-large', `More than ${maxVoters} people would be asked: name fewer in the policy's seats.`);
  const letters = [...parts].map(([personId, part]) => ({ personId, part }));
  for (let from = 0; from < letters.length; from += maxLetters)
    await addLetters(w, cardId, letters.slice(from, from + maxLetters));
  await planDue(w, cardId, dueOf(policy, row, w.now));
}

function dueOf({ spec }: Policy, row: RequestRow, from: Date): Due[] {
  const after = (hours: number) => new Date(from.getTime() + hours * hourMs);
  return [
    ...spec.remindAfterHours.map((hours) => ({ kind: 'remind', dueAt: after(hours) })),
    ...(spec.escalate ? [{ kind: 'escalate', dueAt: after(spec.escalate.afterHours) }] : []),
    // The card says when a freeze begins and ends, whether or not anybody looks at it meanwhile.
    ...(row.kind === 'configuration' ? [] : freezeEdges(spec, from, row.expiresAt)).map((dueAt) => ({ kind: 'freeze', dueAt })),
    { kind: 'expire', dueAt: row.expiresAt },
  ];
}

export const expiryOf = ({ spec }: Pick<Policy, 'spec'>, from: Date): Date =>
  new Date(from.getTime() + spec.expiresAfterHours * hourMs);

/** A channel's id by its name under `channels`; an id or `#name` is left as it is. */
export async function destinationOf(ctx: Pick<Ctx, 'db'>, channel: string): Promise<string> {
  return (await readOrganisation(ctx))?.channels[channel] ?? channel;
}

async function stored(w: WriteCtx, id: string): Promise<RequestRow> {
  const row = await lockRequest(w.db, id);
  if (row) return row;
  throw new LeewayError('not-found', 'The request could not be read back.');
}
