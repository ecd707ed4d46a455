import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayBarred, sayBarredFor } from './duties.ts';
import { chooseSeat, type Counted } from './outcome.ts';
import type { PolicySpec } from './policy.ts';
import type { VoteRow } from './request-store.ts';
import { entitlementsOf, sayNoSeat, votersOf, type Entitlement, type Table } from './seats.ts';

export interface Voting {
  spec: PolicySpec;
  table: Table;
  barred: ReadonlyMap<string, string>;
  votes: readonly VoteRow[];
  counted: readonly Counted[];
  decision: 'approve' | 'refuse';
}

/**
 * The seat in which a person's vote counts, and for whom. Throws `forbidden` with the reason for who must never decide,
 * who stands in for such a person, and who has no seat; `conflict` for who has voted, and where the seat is filled.
 */
export async function findSeat(ctx: Ctx, personId: string, voting: Voting): Promise<Entitlement> {
  const { spec, table, barred, votes, counted, decision } = voting;
  const persons = await readPersons(ctx, [
    personId,
    ...table.delegations.map((one) => one.toId),
    ...Object.values(table.sittingThen).flat(),
  ]);
  const name = (id: string) => persons.get(id)?.name ?? id;
  if (!persons.get(personId)?.active)
    throw new LeewayError('forbidden', 'You have left the organisation, so you cannot decide on this.');
  const why = barred.get(personId);
  if (why) throw new LeewayError('forbidden', sayBarred(why));
  const before = votes.find((one) => one.personId === personId);
  if (before && counted.some((one) => one.personId === personId))
    throw new LeewayError('conflict', `You have ${before.decision === 'approve' ? 'agreed' : 'refused'} already.`, {
      hint: 'One person has one vote, however many parts they have.',
    });
  const all = entitlementsOf(personId, table);
  const mine = all.filter((one) => !barred.has(one.holderId));
  const [forBarred] = all;
  if (mine.length === 0 && forBarred)
    throw new LeewayError('forbidden', sayBarredFor(name(forBarred.holderId), barred.get(forBarred.holderId) ?? ''));
  const others = (seat: string) =>
    votersOf(seat, table).filter((one) => one.personId !== personId && !barred.has(one.personId)).length;
  const best = chooseSeat(spec, mine, counted, personId, others);
  if (!best) throw new LeewayError('forbidden', sayNoSeat(personId, table, spec.seats, name));
  if (!best.needed && decision === 'approve')
    throw new LeewayError(
      'conflict',
      `Enough people have agreed for ${spec.seats[best.chosen.seat]!.phrase} already: your agreement is not needed.`,
      {
        hint: 'You may still refuse.',
      },
    );
  return best.chosen;
}
