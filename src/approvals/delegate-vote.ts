import { z } from 'zod';
import { write, type WriteCtx } from '../audit/write.ts';
import { delegate } from '../cards/delegate.ts';
import { moveCard } from '../cards/move-card.ts';
import { addLetters } from '../cards/open-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { parseInput } from '../shared/parse.ts';
import { assertOpen } from './check-vote.ts';
import { countedVotes } from './count-votes.ts';
import { findSeat } from './find-seat.ts';
import { cardOf, evidenceOf, loadBarred, loadTable, modelOf, policyOf } from './load-request.ts';
import { reading } from './open-request.ts';
import { attempting } from './record-refusal.ts';
import { changeRequest, lockRequest } from './request-store.ts';

const delegateInput = z.strictObject({ requestId: z.uuid(), to: z.string().min(1).max(63) });

/**
 * Lets another person answer for oneself on one request, until it is settled. Only who may vote can hand it on; never to
 * whoever made the request or built the version, and never in a circle. Throws `forbidden` with the reason.
 */
export async function delegateVote(ctx: Ctx, input: z.input<typeof delegateInput>): Promise<{ revision: number }> {
  const { requestId, to } = parseInput(delegateInput, input);
  authorise(ctx.actor, 'approvals.vote');
  return attempting(ctx, { requestId, decision: `delegate to ${to}`, revisionSeen: null }, () =>
    write(ctx, (w) => handOn(w, requestId, to)),
  );
}

async function handOn(w: WriteCtx, requestId: string, to: string): Promise<{ revision: number }> {
  const row = await lockRequest(w.db, requestId);
  if (!row) throw new LeewayError('not-found', 'There is no such request.', { field: 'requestId' });
  if (w.actor.kind !== 'person') throw new LeewayError('forbidden', 'Only a person can hand a decision on.');
  const ctx = reading(w);
  const policy = await policyOf(ctx, row);
  assertOpen(row, w.now, policy.spec.zone);
  const card = await cardOf(ctx, row);
  const table = await loadTable(ctx, row, policy, await modelOf(ctx, row), card.id);
  const barred = await loadBarred(ctx, row, policy, evidenceOf(row).concerned);
  const { votes, counted } = await countedVotes(ctx, row, policy);
  const { seat } = await findSeat(ctx, w.actor.id, { spec: policy.spec, table, barred, votes, counted, decision: 'refuse' });
  const persons = await readPersons(ctx, [to]);
  if (!persons.get(to)?.active)
    throw new LeewayError('not-found', `There is no person “${to}” who could answer for you.`, { field: 'to' });
  if (counted.some((one) => one.personId === to))
    throw new LeewayError('forbidden', `${persons.get(to)!.name} has voted already, and one person has one vote.`, {
      field: 'to',
    });
  await delegate(w, card.id, { fromId: w.actor.id, toId: to }, { name: (id) => persons.get(id)?.name ?? id, barred });
  await addLetters(w, card.id, [{ personId: to, part: seat }]);
  const happening = { kind: 'delegated', personId: w.actor.id, data: { to, name: persons.get(to)!.name, seat } };
  const moved = await moveCard(w, card.id, { happening, tell: ['requester'] });
  await changeRequest(w.db, row.id, { revision: moved.revision });
  w.audit({
    verb: 'approvals.delegate',
    subject: `request:${row.id}`,
    detail: { number: row.number, to, seat, before: { revision: row.revision }, after: { revision: moved.revision } },
  });
  return { revision: moved.revision };
}
