import { lastDelegate, type Delegation } from '../cards/rules.ts';
import type { PolicySpec } from './policy.ts';

/** Ids of the people who may sit, by seat. */
export type Sitting = Record<string, string[]>;

/** Somebody answers for somebody else between two instants (ISO text, as it is kept beside a request). */
export interface DeputyTerm {
  personId: string;
  deputyId: string;
  from: string;
  until: string;
}

/** Everything that decides in which seat a person may vote. */
export interface Table {
  /** Who might sit when the request was made, and who may now: only who is in both counts. */
  sittingThen: Sitting;
  sittingNow: Sitting;
  deputiesThen: readonly DeputyTerm[];
  deputiesNow: readonly DeputyTerm[];
  delegations: readonly Delegation[];
  at: Date;
}

/** A seat that a person may take, for themselves or for somebody else. */
export interface Entitlement {
  seat: string;
  /** Whose seat it is: the person themselves, or who has them as deputy or delegate. */
  holderId: string;
}

/** Every seat that a person may take, own seats first. Pure. */
export function entitlementsOf(personId: string, table: Table): Entitlement[] {
  const found: Entitlement[] = [];
  for (const seat of Object.keys(table.sittingThen))
    for (const holderId of sittersOf(seat, table)) if (standsFor(holderId, personId, table)) found.push({ seat, holderId });
  return found.sort((left, right) => Number(right.holderId === personId) - Number(left.holderId === personId));
}

/** Who may sit in a seat: had the right when the request was made, and has it still. */
export function sittersOf(seat: string, { sittingThen, sittingNow }: Pick<Table, 'sittingThen' | 'sittingNow'>): string[] {
  const still = new Set(sittingNow[seat] ?? []);
  return (sittingThen[seat] ?? []).filter((personId) => still.has(personId));
}

/** Who votes for whoever may sit in a seat: they, or their deputies, each through whoever they handed it to. */
export function votersOf(seat: string, table: Table): { personId: string; holderId: string }[] {
  const seen = new Set<string>();
  return sittersOf(seat, table).flatMap((holderId) =>
    [holderId, ...deputiesOf(holderId, table)].flatMap((one) => {
      const personId = lastDelegate(table.delegations, one);
      if (seen.has(personId)) return [];
      seen.add(personId);
      return [{ personId, holderId }];
    }),
  );
}

const standsFor = (holderId: string, personId: string, table: Table): boolean =>
  [holderId, ...deputiesOf(holderId, table)].some((one) => lastDelegate(table.delegations, one) === personId);

/** A deputy counts who was named before the request was made, is named still, and whose time it is. */
function deputiesOf(holderId: string, { deputiesThen, deputiesNow, at }: Table): string[] {
  const instant = at.toISOString();
  const named = new Set(deputiesThen.filter((one) => one.personId === holderId).map((one) => one.deputyId));
  return deputiesNow
    .filter((one) => one.personId === holderId && one.from <= instant && instant < one.until && named.has(one.deputyId))
    .map((one) => one.deputyId)
    .filter((deputyId) => deputyId !== holderId);
}

/** Why somebody who is in nobody's place may not vote, in a sentence. */
export function sayNoSeat(personId: string, table: Table, seats: PolicySpec['seats'], name: (id: string) => string): string {
  const handedOn = lastDelegate(table.delegations, personId);
  const sits = Object.keys(seats).some((seat) => sittersOf(seat, table).includes(personId));
  if (sits && handedOn !== personId) return `You handed this decision to ${name(handedOn)}, who answers for you.`;
  const within = (sitting: Sitting) => Object.keys(seats).some((seat) => sitting[seat]?.includes(personId));
  if (within(table.sittingNow) && !within(table.sittingThen))
    return 'You were given this part after the request was made, so you cannot decide on it.';
  if (within(table.sittingThen)) return 'You do not have this part any more, so you cannot decide on it.';
  if ([...table.deputiesThen, ...table.deputiesNow].some((one) => one.deputyId === personId))
    return 'You are a deputy from another time, or were named after the request was made, so you cannot decide on it.';
  return `This is decided by ${sayPhrases(seats)}. You are none of them here.`;
}

export const sayPhrases = (seats: PolicySpec['seats']): string =>
  Object.values(seats)
    .map(({ phrase, count }) => (count === 1 ? phrase : `${phrase} (${count} people)`))
    .join(' and ');
