import type { PolicySpec } from './policy.ts';
import type { Entitlement } from './seats.ts';

/** A vote as it counts: by whom, in which seat, for whom. */
export interface Counted {
  personId: string;
  seat: string;
  holderId: string;
  decision: 'approve' | 'refuse';
}
type Rules = Pick<PolicySpec, 'seats' | 'refusal'>;

export type Outcome = { state: 'open' } | { state: 'approved' } | { state: 'refused'; why: 'veto' | 'quorum' };

/** How many have agreed in a seat; whoever is in the place of the same person counts once. */
export const agreedIn = (seat: string, votes: readonly Counted[]): number =>
  new Set(votes.filter((one) => one.seat === seat && one.decision === 'approve').map((one) => one.holderId)).size;

/**
 * What the votes make of a request. `could` is who may still vote, with the seats they may take: where refusals count
 * by quorum, a request ends when the seats can no longer be filled. Pure.
 */
export function outcomeOf(
  { seats, refusal }: Rules,
  votes: readonly Counted[],
  could: ReadonlyMap<string, readonly Entitlement[]>,
): Outcome {
  const refused = votes.some((one) => one.decision === 'refuse');
  if (refused && refusal === 'veto') return { state: 'refused', why: 'veto' };
  if (Object.entries(seats).every(([seat, { count }]) => agreedIn(seat, votes) >= count)) return { state: 'approved' };
  if (refused && !canBeFilled({ seats }, votes, could)) return { state: 'refused', why: 'quorum' };
  return { state: 'open' };
}

/** Whether those who may still vote are enough to fill what is open, each counted once (matching by augmenting paths). */
export function canBeFilled(
  { seats }: Pick<Rules, 'seats'>,
  votes: readonly Counted[],
  could: ReadonlyMap<string, readonly Entitlement[]>,
): boolean {
  const places = Object.entries(seats).flatMap(([seat, { count }]) =>
    Array.from({ length: Math.max(0, count - agreedIn(seat, votes)) }, () => seat),
  );
  const takenBy = new Map<string, number>();
  const mayTake = (personId: string, seat: string) => could.get(personId)?.some((one) => one.seat === seat) ?? false;
  const place = (index: number, tried: Set<string>): boolean => {
    for (const personId of could.keys()) {
      if (tried.has(personId) || !mayTake(personId, places[index]!)) continue;
      tried.add(personId);
      const other = takenBy.get(personId);
      if (other !== undefined && !place(other, tried)) continue;
      takenBy.set(personId, index);
      return true;
    }
    return false;
  };
  return places.every((_, index) => place(index, new Set()));
}

/**
 * The seat in which a person's vote counts: one that still needs somebody, before one that does not; own before another's;
 * of several the one that fewest others could take. Undefined without any entitlement.
 */
export function chooseSeat(
  { seats }: Pick<Rules, 'seats'>,
  mine: readonly Entitlement[],
  votes: readonly Counted[],
  personId: string,
  others: (seat: string) => number,
): { chosen: Entitlement; needed: boolean } | undefined {
  const rank = mine.map((one) => {
    const needed = agreedIn(one.seat, votes) < (seats[one.seat]?.count ?? 0) && !isTaken(one, votes);
    return { one, needed, own: one.holderId === personId, others: others(one.seat) };
  });
  rank.sort((a, b) => Number(b.needed) - Number(a.needed) || Number(b.own) - Number(a.own) || a.others - b.others);
  const [best] = rank;
  return best && { chosen: best.one, needed: best.needed };
}

const isTaken = ({ seat, holderId }: Entitlement, votes: readonly Counted[]): boolean =>
  votes.some((one) => one.seat === seat && one.holderId === holderId);
