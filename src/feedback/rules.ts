import { createHash } from 'node:crypto';
import type { OwnerKind } from '../db/schema/registry.ts';
import type { Owner } from '../registry/records.ts';
import { addDays, mondayOf, daysBetween, type Day } from '../shared/period.ts';

/** Days, weekends apart, within which a complaint is answered. */
export const promisedWorkingDays = 5;

/** Who can repair it is asked first. */
const order: OwnerKind[] = ['data-science', 'operations', 'business'];

/** Who answers for a complaint about a model: its first owner who is still there, by `order`; undefined where nobody is. */
export const chooseOwner = (owners: readonly Owner[], isActive: (personId: string) => boolean): Owner | undefined =>
  order.flatMap((kind) => owners.filter((owner) => owner.kind === kind && isActive(owner.personId)))[0];

/** Ids of a model's owners, who can repair it first, each once. */
export const ownersInOrder = (owners: readonly Owner[]): string[] => [
  ...new Set(order.flatMap((kind) => owners.filter((owner) => owner.kind === kind).map((owner) => owner.personId))),
];

/** The day that many working days later. Public holidays are not known and count as working days. */
export function addWorkingDays(day: Day, count: number): Day {
  let at = day;
  for (let left = count; left > 0;) {
    at = addDays(at, 1);
    if (daysBetween(mondayOf(at), at) < 5) left--;
  }
  return at;
}

/** A case's id follows from who flags and the key of their request, so that the same request finds the same case. */
export function caseIdFor(personId: string, clientKey: string): string {
  const bytes = createHash('sha256').update(`${personId}\n${clientKey}`).digest().subarray(0, 16);
  // RFC 9562, section 5.8: version 8, made by rules of one's own.
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
