import type { PolicySpec, Seat, Sitters } from './policy.ts';

/** How people, teams and models are called; what is not known is called by its id. */
export interface Names {
  person: (id: string) => string;
  team: (id: string) => string;
  model: (id: string) => string;
}

/** Who sits somewhere, as people say it: “Dana Whitfield”, “any engineer of the model's team”. */
export function saySitters(who: Sitters, names: Names): string {
  if ('owner' in who) return `the model's ${who.owner === 'data-science' ? 'data science' : who.owner} owner`;
  if ('people' in who) return listOf(who.people.map(names.person), 'or');
  if ('team' in who) return `anybody of ${names.team(who.team)}`;
  if ('onCall' in who) return `whoever is on call (${who.onCall})`;
  const roles = 'role' in who ? [who.role] : who.anyRole;
  return `anybody with the part of ${listOf(roles.map(plainRole), 'or')}${who.of === 'team' ? " in the model's team" : ''}`;
}

/** “the business owner (Dana Whitfield) and 2 × an engineer of the team (…)” */
export const saySeats = (seats: PolicySpec['seats'], names: Names): string =>
  listOf(
    Object.values(seats).map((seat) => saySeat(seat, names)),
    'and',
  );

function saySeat({ phrase, who, count }: Seat, names: Names): string {
  // “the business owner” says who that is.
  if ('owner' in who && count === 1 && phrase.endsWith(`${who.owner} owner`)) return phrase;
  return `${phrase}${count === 1 ? '' : `, ${count} people`} (${saySitters(who, names)})`;
}

const plainRole = (role: string): string => role.replaceAll('-', ' ');

export const listOf = (items: readonly string[], last: 'and' | 'or'): string =>
  items.length < 2 ? (items[0] ?? 'nobody') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
