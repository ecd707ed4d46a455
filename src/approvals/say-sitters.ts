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
  return `${listOf(roles.map(anyOf), 'or')}${who.of === 'team' ? " of the model's team" : ''}`;
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

/** The same for two states of a policy, with those seats alone that differ: `[was, is]`. */
export function saySeatsApart(before: PolicySpec['seats'], after: PolicySpec['seats'], names: Names): [string, string] {
  const said = (seats: PolicySpec['seats']) => new Map(Object.entries(seats).map(([key, seat]) => [key, saySeat(seat, names)]));
  const [was, is] = [said(before), said(after)];
  const only = (these: Map<string, string>, others: Map<string, string>) =>
    listOf(
      [...these].filter(([key, text]) => others.get(key) !== text).map(([, text]) => text),
      'and',
    );
  return [only(was, is), only(is, was)];
}

/** Compliance is a task rather than a person. */
const anyOf = (role: string): string => (role === 'compliance' ? 'whoever has compliance' : `any ${role.replaceAll('-', ' ')}`);

export const listOf = (items: readonly string[], last: 'and' | 'or'): string =>
  items.length < 2 ? (items[0] ?? 'nobody') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;
