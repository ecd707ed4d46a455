import type { Due } from '../cards/open-card.ts';
import type { CaseState } from '../db/schema/feedback.ts';
import type { Actor } from '../shared/actor.ts';
import { LeewayError } from '../shared/errors.ts';
import { addDays, instantAt, type Day } from '../shared/period.ts';
import type { CaseRow } from './case-store.ts';
import { addWorkingDays } from './rules.ts';

/** After these a case was decided on: a click on what was shown before them is refused. */
export const decisions = [
  'asked',
  'accepted',
  'handed',
  'merged',
  'declined',
  'contested',
  'answered',
  'finished',
  'confirmed',
  'reopened',
  'unconfirmed',
] as const;
export type Decision = (typeof decisions)[number];

/** Days that a person who flagged has to say whether it is repaired; after them the case is closed as unconfirmed. */
export const confirmWithinDays = 14;
const builders = ['engineer', 'data-scientist'];
const remindedAt = 9;

export const isClosed = (state: CaseState): boolean => ['confirmed', 'unconfirmed', 'declined', 'merged'].includes(state);

/** Who may decide on a case: its owner or who stands in, the model's owners, builders of its team, and an administrator. Pure. */
export function mayTriage(
  actor: Actor,
  one: { ownerId: string | null; deputyId: string | null; modelOwnerIds: readonly string[]; teamIds: readonly (string | null)[] },
): boolean {
  if (actor.kind !== 'person') return actor.kind === 'system';
  if ([one.ownerId, one.deputyId, ...one.modelOwnerIds].includes(actor.id)) return true;
  if (actor.roles.includes('admin')) return true;
  return actor.roles.some((role) => builders.includes(role)) && one.teamIds.some((id) => id !== null && actor.teams.includes(id));
}

/** Throws `conflict` unless the case is in one of the states, with a sentence about where it is. */
export function assertState(row: Pick<CaseRow, 'number' | 'state'>, allowed: readonly CaseState[], wish: string): void {
  if (allowed.includes(row.state)) return;
  throw new LeewayError('conflict', `Case ${row.number} ${standing[row.state]}, so ${wish}.`, { hint: next[row.state] });
}

const standing: Record<CaseState, string> = {
  flagged: 'has not been answered yet',
  accepted: 'has not been answered yet',
  answered: 'has been answered and waits for whoever raised it',
  acting: 'is being worked on',
  done: 'is done and waits for whoever raised it',
  confirmed: 'is closed: whoever raised it said that it is repaired',
  unconfirmed: 'is closed: nobody said whether it is repaired',
  declined: 'was declined',
  merged: 'goes on as part of another case',
};
const next: Record<CaseState, string> = {
  flagged: 'Answer it first.',
  accepted: 'Answer it first.',
  answered: 'Whoever raised it says whether that settles it.',
  acting: 'Bring to an end what was planned.',
  done: 'Whoever raised it says whether it is repaired.',
  confirmed: 'Whoever raised it can open it again.',
  unconfirmed: 'Whoever raised it can open it again.',
  declined: 'Whoever raised it can ask for a second look.',
  merged: 'Write there instead.',
};

/**
 * What comes due: for its owner the day before what was promised, then the deputy, then those above; for whoever raised
 * it a reminder after a week, and the end of waiting after two. Pure; what has passed already does not come.
 */
export function planDue(row: CaseRow, actionDays: readonly Day[], at: { now: Date; today: Day; zone: string }): Due[] {
  const due = (kind: string, day: Day): Due => ({ kind, dueAt: instantAt(day, { hour: remindedAt, minute: 0, zone: at.zone }) });
  const planned = planOf(row, actionDays, at.today).map(({ kind, day }) => due(kind, day));
  return planned.filter((one) => one.dueAt > at.now);
}

function planOf(row: CaseRow, actionDays: readonly Day[], today: Day): { kind: string; day: Day }[] {
  if (row.waitsFor === null) return [];
  if (row.waitsFor === 'flagger') {
    const asked = row.state !== 'done' && row.state !== 'answered';
    return [
      { kind: 'remind-flagger', day: asked ? addWorkingDays(today, 2) : addDays(today, 7) },
      ...(asked ? [{ kind: 'remind-flagger', day: addDays(today, 9) }] : []),
      { kind: asked ? 'no-reply' : 'unconfirmed', day: addDays(today, confirmWithinDays) },
    ];
  }
  const promised = row.promisedOn ?? today;
  const late = promised < today ? today : promised;
  return [
    ...(row.state === 'acting'
      ? [...new Set(actionDays)].map((day) => ({ kind: 'remind-action', day }))
      : [{ kind: 'remind-owner', day: workingDayBefore(promised) }]),
    { kind: 'tell-deputy', day: addWorkingDays(late, 1) },
    { kind: 'tell-above', day: addWorkingDays(late, 3) },
  ];
}

/** The last working day before a day. */
export function workingDayBefore(day: Day): Day {
  for (let back = 1; back < 4; back++) {
    const before = addDays(day, -back);
    if (addWorkingDays(addDays(before, -1), 1) === before) return before;
  }
  return addDays(day, -1);
}

/** What the owner's list says comes next. */
export function nextStepOf(row: Pick<CaseRow, 'state' | 'waitsFor'>): string {
  if (row.waitsFor === 'flagger')
    return row.state === 'done' || row.state === 'answered'
      ? 'Wait for whoever raised it to say whether it is better'
      : 'Wait for the reply of whoever raised it';
  if (row.state === 'acting') return 'Bring to an end what was planned, then say what changed';
  return row.state === 'accepted' ? 'Say what will be done, by whom and when' : 'Answer the case';
}

export const movedOn = (number: number, name: string, did: string): LeewayError =>
  new LeewayError('conflict', `${name} was quicker: case ${number} ${did} meanwhile.`, {
    hint: 'Look at the case as it is now, then decide.',
  });

/** What a decision did to a case, after its name. */
export const sayDecision: Record<Decision, string> = {
  asked: 'got a question to whoever raised it',
  accepted: 'was accepted',
  handed: 'was handed on',
  merged: 'was joined with another one',
  declined: 'was declined',
  contested: 'was sent for a second look',
  answered: 'was answered',
  finished: 'was marked as done',
  confirmed: 'was confirmed',
  reopened: 'was opened again',
  unconfirmed: 'was closed',
};
