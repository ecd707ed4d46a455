import { sayWeekday, type Day } from '../../shared/period.ts';
import type { MatterStanding } from '../views/matter-standing.ts';

/** `by Thu 21 June`, or `due Thu 3 May, overdue` when the day has passed. */
export const sayDue = (dueOn: Day, today: Day): string =>
  dueOn < today ? `due ${sayWeekday(dueOn)}, overdue` : `by ${sayWeekday(dueOn)}`;

interface StandingMatter {
  state: 'open' | 'taken' | 'done';
  ownerName: string | null;
  dueOn: string | null;
  nextStep?: string | null;
  doneByName?: string | null;
  outcome?: string | null;
}

/** Where a matter stands, in words; undefined while it is with nobody. */
export function standingOf(matter: StandingMatter, today: Day): MatterStanding | undefined {
  const { state, ownerName, dueOn, nextStep, doneByName, outcome } = matter;
  if (state === 'open') return undefined;
  if (state === 'done') {
    const who = doneByName ?? ownerName;
    return { is: 'done', ...(who ? { who } : {}), ...(outcome ? { outcome } : {}) };
  }
  return {
    is: 'taken',
    who: ownerName ?? 'Somebody',
    ...(nextStep ? { nextStep } : {}),
    ...(dueOn ? { due: sayDue(dueOn, today) } : {}),
  };
}
