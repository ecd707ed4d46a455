import { canonicalJson } from '../shared/canonical.ts';
import { addDays, sayDayYear } from '../shared/period.ts';
import type { Freeze, PolicySpec } from './policy.ts';
import { listOf, saySeats, saySeatsApart, saySitters, type Names } from './say-sitters.ts';

/** One thing that a policy settles: what it is called, and what it is in everyday words. */
type Facet = readonly [label: string, say: (spec: PolicySpec, names: Names) => string];

const yes = (is: boolean): string => (is ? 'yes' : 'no');
const none = (items: readonly string[], last: 'and' | 'or' = 'and'): string => (items.length > 0 ? listOf(items, last) : 'none');

const agreeing = 'who must agree';
const frozen = 'when nothing goes live';

/** Everything that a policy settles, what matters most first. */
const facets: readonly Facet[] = [
  ['its name', (spec) => `“${spec.title}”`],
  ['it covers', sayCovered],
  [agreeing, (spec, names) => saySeats(spec.seats, names)],
  ['checks that must have passed', ({ gates }) => none(gates.required.map(sayGate))],
  ['of them may be outvoted with a reason', ({ gates }) => none(gates.mayBeOutvoted.map(sayGate))],
  [frozen, ({ freeze }) => none(freeze.map(sayFreeze))],
  ['time to decide', (spec) => sayHours(spec.expiresAfterHours)],
  ['one refusal ends it', (spec) => yes(spec.refusal === 'veto')],
  ['who agrees types the version’s name', (spec) => yes(spec.stepUp)],
  ['what those who agree tick', ({ seats }) => none(Object.values(seats).flatMap((seat) => seat.checklist.map(quoted)))],
  ['what whoever asks must bring', sayRequired],
  ['who is told besides', ({ tell }, names) => (tell ? saySitters(tell, names) : 'nobody')],
  ['reminders', (spec) => (spec.remindAfterHours.length > 0 ? `after ${none(spec.remindAfterHours.map(sayHours))}` : 'none')],
  [
    'when nobody decides',
    ({ escalate }, names) => (escalate ? `${saySitters(escalate.to, names)} after ${sayHours(escalate.afterHours)}` : 'nobody'),
  ],
  ['a newer request', (spec) => (spec.whenAnother === 'queue' ? 'waits its turn' : 'takes the older one’s place')],
  ['effect looked at after', (spec) => sayHours(spec.observeDays * 24)],
  [
    'deployed by',
    ({ deploy }) => `${deploy.by}, within ${deploy.timeoutMinutes === 1 ? 'a minute' : `${deploy.timeoutMinutes} minutes`}`,
  ],
  ['decided in', (spec) => spec.channel],
  ['its clock', (spec) => spec.zone],
];

/** What of a new policy is said on the card; the rest stands under Details. */
const first = facets.slice(2, 7);

/** How a policy changes, for a person who never saw leeway.yml and is to agree: a sentence, or a line for each thing. Pure. */
export function sayPolicyChange(before: PolicySpec | null, after: PolicySpec | null, names: Names): string {
  if (!after)
    return before ? `The policy “${before.title}” ends: ${sayCovered(before, names)} falls to another policy, or to none.` : '';
  if (!before) {
    const said = first.map(([label, say]) => [label, say(after, names)] as const).filter(([, text]) => text !== 'none');
    return `New policy “${after.title}” for ${sayCovered(after, names)}: ${said.map(([label, text]) => `${label}: ${text}`).join('; ')}.`;
  }
  const changed = facets
    .map(([label, say]) => ({ label, was: say(before, names), is: say(after, names) }))
    .map((one) => (one.label === agreeing ? { ...one, ...seatsApart(before, after, names) } : one))
    .filter(({ was, is }) => was !== is)
    .map(({ label, was, is }) => `${label}: ${(label === frozen && freezesApart(before, after)) || `${is} (so far: ${was})`}`);
  if (changed.length === 0 && canonicalJson(before) !== canonicalJson(after)) changed.push('how its parts are called');
  const changes = `The policy “${before.title}” changes:`;
  return changed.length > 1 ? [changes, ...changed.map((one) => `– ${one}`)].join('\n') : `${changes} ${changed.join('')}.`;
}

/** Of days that stay as they are nothing is said; undefined where none do. */
function freezesApart(before: PolicySpec, after: PolicySpec): string | undefined {
  const [was, is] = [before.freeze.map(sayFreeze), after.freeze.map(sayFreeze)];
  const [added, gone] = [is.filter((one) => !was.includes(one)), was.filter((one) => !is.includes(one))];
  if (gone.length === was.length || added.length + gone.length === 0) return undefined;
  return [added.length > 0 ? `now also ${none(added)}` : '', gone.length > 0 ? `no longer ${none(gone)}` : '']
    .filter(Boolean)
    .join(', ');
}

function seatsApart(before: PolicySpec, after: PolicySpec, names: Names): { was: string; is: string } {
  const [was, is] = saySeatsApart(before.seats, after.seats, names);
  return { was, is };
}

function sayCovered({ models, risk, any, environments }: PolicySpec, names: Names): string {
  const covered = [
    ...models.map(names.model),
    ...risk.map((one) => `models of ${one} risk`),
    ...(any ? ['every model that no other policy covers'] : []),
  ];
  return `${none(covered)} in ${listOf(environments, 'and')}`;
}

const gateWords: Record<string, string> = {
  constant: 'better than a constant guess',
  bias: 'leaning to one side',
  'costly-error': 'the error that hurts',
};
const sayGate = (gate: string): string => gateWords[gate] ?? gate.replaceAll('-', ' ');
const quoted = (text: string): string => `“${text}”`;

function sayRequired({ requires }: PolicySpec): string {
  const parts = [
    ...(requires.reason ? ['why'] : []),
    ...(requires.expectedEffect ? ['the expected effect'] : []),
    ...(requires.rollbackPlan ? ['how it is undone'] : []),
    ...requires.checklist.map(quoted),
  ];
  return none(parts);
}

const weekdays = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
function sayFreeze({ why, when }: Freeze): string {
  if ('start' in when) {
    const last = addDays(when.end, -1);
    return `${why} (${when.start === last ? '' : `${sayDayYear(when.start)} to `}${sayDayYear(last)})`;
  }
  return `${why} (${none(when.weekdays.map((day) => weekdays[day - 1]!))} ${when.from}–${when.until})`;
}

/** `4 hours`, `5 days`. */
function sayHours(hours: number): string {
  const [count, unit] = hours % 24 === 0 ? [hours / 24, 'day'] : [hours, 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
