import type { Actor } from '../shared/actor.ts';
import type { Relation } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { addDays, dayIn, sayDayYear, sayInstant, type Day } from '../shared/period.ts';
import type { MatterRow } from './store.ts';

const maxDueDays = 366;

/** `own` for who has it in hand or stands in, and for the model's team and owners. */
export function relationToMatter(
  actor: Actor,
  matter: Pick<MatterRow, 'ownerId' | 'deputyId'>,
  model: { teamId: string | null; ownerIds: readonly string[] },
): Relation {
  if (actor.kind !== 'person') return 'other';
  const involved = [matter.ownerId, matter.deputyId, ...model.ownerIds].includes(actor.id);
  return involved || (model.teamId !== null && actor.teams.includes(model.teamId)) ? 'own' : 'other';
}

/** Throws `invalid` for a due day that has passed in the zone, or that is more than a year away. */
export function assertDue(dueOn: Day, now: Date, zone: string): void {
  const today = dayIn(zone, now);
  if (dueOn < today)
    throw new LeewayError('invalid', `${sayDayYear(dueOn)} has passed: today is ${sayDayYear(today)}.`, { field: 'dueOn' });
  const last = addDays(today, maxDueDays);
  if (dueOn > last)
    throw new LeewayError('invalid', `Choose a day within a year, ${sayDayYear(last)} at the latest.`, { field: 'dueOn' });
}

export const takenByAnother = (name: string, takenAt: Date | null, zone: string): LeewayError =>
  new LeewayError('conflict', `${name} took it${takenAt ? ` at ${sayInstant(takenAt, zone)}` : ''}.`, {
    hint: 'Ask them to hand it over.',
  });

export const alreadyDone = (name: string | undefined, doneAt: Date | null, zone: string): LeewayError =>
  new LeewayError(
    'conflict',
    `It is done${name ? ` (${name}` : ''}${name && doneAt ? `, ${sayInstant(doneAt, zone)})` : name ? ')' : ''}.`,
    {
      hint: 'Reopen it first.',
    },
  );

export const movedOn = (): LeewayError =>
  new LeewayError('conflict', 'It has changed since it was shown to you.', { hint: 'Look at it again, then decide.' });
