import { LeewayError } from '../shared/errors.ts';

export interface Delegation {
  fromId: string;
  toId: string;
}

/** Who answers in the end when a person has handed a card on, and through whom. Ends where a chain would turn round. */
export function lastDelegate(delegations: readonly Delegation[], personId: string): string {
  const next = new Map(delegations.map((one) => [one.fromId, one.toId]));
  const seen = new Set([personId]);
  let at = personId;
  for (let to = next.get(at); to !== undefined && !seen.has(to); to = next.get(at)) {
    seen.add(to);
    at = to;
  }
  return at;
}

/**
 * Throws where a delegation would be to oneself, in a circle, or to somebody who must not decide (`barred`, with the
 * reason as a clause: “made the request”).
 */
export function assertMayDelegate(
  delegations: readonly Delegation[],
  wish: Delegation,
  names: { name(personId: string): string; barred: ReadonlyMap<string, string> },
): void {
  if (wish.fromId === wish.toId) throw refused('You cannot delegate to yourself.');
  const why = names.barred.get(wish.toId);
  if (why) throw refused(`${names.name(wish.toId)} ${why}, so nobody can delegate this decision to them.`);
  const others = delegations.filter((one) => one.fromId !== wish.fromId);
  if (lastDelegate([...others, wish], wish.toId) !== wish.toId || lastDelegate(others, wish.toId) === wish.fromId)
    throw refused(`${names.name(wish.toId)} has handed this decision on themselves: it would go round in a circle.`);
}

const refused = (message: string) =>
  new LeewayError('forbidden', message, { field: 'to', hint: 'Choose somebody who has not had this decision yet.' });
