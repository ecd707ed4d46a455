import type { OwnerKind } from '../db/schema/registry.ts';
import type { Owner } from '../registry/records.ts';
import { addDays, daysBetween, mondayOf, type Day } from '../shared/period.ts';

/** Working days within which an owner says what becomes of a change that holds already. */
export const settleWorkingDays = 10;

/** Who can retrain is asked first. */
const order: OwnerKind[] = ['data-science', 'operations', 'business'];

/** Who answers for a touched model: its first owner who is still there; undefined where nobody is. */
export const ownerOf = (owners: readonly Owner[], isActive: (personId: string) => boolean): string | undefined =>
  order.flatMap((kind) => owners.filter((owner) => owner.kind === kind && isActive(owner.personId)))[0]?.personId;

/** By when its owner says: the day it begins, or some working days from now where that is sooner than people work. */
export function dueOn(startsOn: Day, today: Day): Day {
  let soonest = today;
  for (let left = settleWorkingDays; left > 0;) {
    soonest = addDays(soonest, 1);
    if (daysBetween(mondayOf(soonest), soonest) < 5) left--;
  }
  return startsOn > soonest ? startsOn : soonest;
}

/** A change that stays counts as new, and as coinciding with what moves, for so long. */
export const newForDays = 56;
