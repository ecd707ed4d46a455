import type { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import { readEvents, readLetters } from '../cards/read-card.ts';
import type { Ctx } from '../db/ctx.ts';
import type { RequestState } from '../db/schema/approvals.ts';
import { findOpenOrder } from '../deploy/read-orders.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { assertComplete, assertOpen } from './check-vote.ts';
import { assertOwnAccount, isUnconfirmed, sayUnconfirmed } from './claim.ts';
import { countedVotes } from './count-votes.ts';
import { evidenceHash, sayChanges } from './evidence.ts';
import { findSeat } from './find-seat.ts';
import { cardOf, evidenceOf, loadBarred, loadTable, modelOf, policyOf } from './load-request.ts';
import { reading } from './open-request.ts';
import { attempting } from './record-refusal.ts';
import { recordVote } from './record-vote.ts';
import { refreshEvidence } from './refresh-evidence.ts';
import { lockRequest, selectRequest, type RequestRow } from './request-store.ts';
import { voteInput, type VoteInput } from './schemas.ts';
import { settleExpired } from './settle-expired.ts';
import { shownNow } from './shown-now.ts';
import { selectShownHash } from './subject-store.ts';
import { whyVoid } from './why-void.ts';

export interface Voted {
  state: RequestState;
  revision: number;
}

type Vote = z.output<typeof voteInput>;

/**
 * Records a person's vote. Everything is checked in the transaction that records it, with the request's row held: that it
 * is open, that what was shown is still so, who votes and for whom, freeze, gates, checklist, what had to be typed. Throws
 * a `LeewayError` with a sentence for the voter alone; the attempt is audited. Where the evidence has moved the error
 * says “changed since you looked: …” and the card moves on with it.
 */
export async function castVote(ctx: Ctx, input: VoteInput): Promise<Voted> {
  const vote = parseInput(voteInput, input);
  const { requestId, decision, revision } = vote;
  return attempting(ctx, { requestId, decision, revisionSeen: revision }, async () => {
    authorise(ctx.actor, 'approvals.vote');
    try {
      return await write(ctx, (w) => voteOnce(w, vote));
    } catch (error) {
      // What the voter could not know is put right for everybody, outside the transaction that was refused.
      if (error instanceof LeewayError && error.code === 'conflict') await bringUpToDate(ctx, requestId);
      throw error;
    }
  });
}

async function bringUpToDate(ctx: Ctx, requestId: string): Promise<void> {
  // Of many who press at once all but one come too late: they need not wait for one another again.
  if ((await selectRequest(ctx.db, requestId))?.state !== 'open') return;
  if (!(await settleExpired(ctx, requestId))) await refreshEvidence(ctx, requestId);
}

async function voteOnce(w: WriteCtx, vote: Vote): Promise<Voted> {
  const row = await lockRequest(w.db, vote.requestId);
  if (!row) throw new LeewayError('not-found', 'There is no such request.', { field: 'requestId' });
  const { actor } = w;
  if (actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can decide on a request.');
  assertOwnAccount(actor);
  const ctx = reading(w);
  const policy = await policyOf(ctx, row);
  const { spec } = policy;
  assertOpen(row, w.now, spec.zone);
  const card = await cardOf(ctx, row);
  const model = await modelOf(ctx, row);
  // Who must never decide hears that first, whatever else is the matter.
  const table = await loadTable(ctx, row, policy, model, card.id);
  const barred = await loadBarred(ctx, row, policy, evidenceOf(row).concerned);
  const { votes, counted } = await countedVotes(ctx, row, policy);
  const found = await findSeat(ctx, actor.id, { spec, table, barred, votes, counted, decision: vote.decision });
  if (vote.decision === 'approve') await assertConfirmed(ctx, row);
  const shown = await assertUnchanged(ctx, row, vote.revision, { policy, cardId: card.id });
  if (vote.decision === 'approve') await assertNothingUnderWay(ctx, row);
  const outvoted = assertComplete(row, vote, { spec, seat: spec.seats[found.seat]!, shown, now: w.now });
  const letters = await readLetters(ctx, card.id);
  const messageIds = [card.messageId, ...letters.filter((one) => one.personId === actor.id).map((one) => one.messageId)];
  const shownHash = vote.shownHash ?? (await selectShownHash(w.db, messageIds, vote.revision));
  return recordVote(w, { row, policy, table, barred, counted, vote: { ...vote, shownHash }, found, outvoted, cardId: card.id });
}

/** Whoever is named as the requester at a command line may know nothing of it, and whoever typed the name may be the voter. */
async function assertConfirmed(ctx: Ctx, row: RequestRow): Promise<void> {
  if (!isUnconfirmed(row)) return;
  const name = (await readPersons(ctx, [row.requestedById])).get(row.requestedById)?.name ?? row.requestedById;
  throw new LeewayError('conflict', sayUnconfirmed(name), {
    hint: `${name} can say so in Slack, on their own copy of this request.`,
  });
}

/** Gates and figures are read again: what was agreed to must be what is. */
async function assertUnchanged(
  ctx: Ctx,
  row: RequestRow,
  revision: number,
  { policy, cardId }: { policy: Awaited<ReturnType<typeof policyOf>>; cardId: string },
) {
  if (revision > row.revision)
    throw new LeewayError('invalid', `The card stands at revision ${row.revision}: nobody can have seen ${revision}.`, {
      field: 'revision',
    });
  const gone = await whyVoid(ctx, row);
  if (gone !== null) throw changed([gone]);
  const before = evidenceOf(row);
  const shown = await shownNow(ctx, row, policy);
  if (evidenceHash(shown) !== row.evidenceHash) throw changed(sayChanges(before.shown, shown));
  if (revision < before.since) throw changed(await changesSince(ctx, cardId, revision));
  return shown;
}

/** What the voter's card did not show yet, from its history. */
async function changesSince(ctx: Ctx, cardId: string, revision: number): Promise<string[]> {
  const events = await readEvents(ctx, cardId);
  const newer = events.filter((one) => one.kind === 'evidence-changed' && Number(one.data['revision']) > revision);
  return [...new Set(newer.flatMap((one) => one.data['changes'] as string[]))];
}

const changed = (changes: string[]) =>
  new LeewayError('conflict', `It has changed since you looked: ${(changes.join('; ') || 'see the card').replace(/\.$/, '')}.`, {
    hint: 'Look at the card again, then decide.',
  });

/** Nobody agrees to something new while the old is being put back, or while another version is on its way. */
async function assertNothingUnderWay(ctx: Ctx, row: RequestRow): Promise<void> {
  if (row.modelId === null || row.environment === null) return;
  const order = await findOpenOrder(ctx, { modelId: row.modelId, environment: row.environment });
  if (!order) return;
  throw new LeewayError(
    'conflict',
    order.kind === 'rollback'
      ? `${row.modelId} is being taken back to version ${order.version} in ${row.environment}: nobody can agree to a new one meanwhile.`
      : `Version ${order.version} of ${row.modelId} is on its way to ${row.environment}: wait until that has ended.`,
    { hint: 'Look at the card again when it has ended.' },
  );
}
