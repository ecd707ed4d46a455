import { asc, eq, inArray } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { audience, subscription } from '../db/schema/digest.ts';

/** A group of readers that gets the same edition in a channel. `weekday` 1 is Monday; `hour` is wall time in the zone. */
export type Audience = typeof audience.$inferSelect;
export type Subscription = typeof subscription.$inferSelect;

export async function upsertAudience(db: Db, row: Audience): Promise<void> {
  const { id: _id, ...set } = row;
  await db.insert(audience).values(row).onConflictDoUpdate({ target: audience.id, set });
}

export async function deleteAudience(db: Db, id: string): Promise<void> {
  await db.delete(audience).where(eq(audience.id, id));
}

export const selectAudiences = (db: Db, limit: number): Promise<Audience[]> =>
  db.select().from(audience).orderBy(asc(audience.id)).limit(limit);

export async function selectSubscription(db: Db, personId: string): Promise<Subscription | undefined> {
  const [row] = await db.select().from(subscription).where(eq(subscription.personId, personId));
  return row;
}

export const selectSubscriptions = (db: Db, personIds: string[]): Promise<Subscription[]> =>
  db.select().from(subscription).where(inArray(subscription.personId, personIds));

/** Writes a first choice; false when the person has one already. */
export async function insertSubscription(db: Db, row: Subscription): Promise<boolean> {
  const made = await db.insert(subscription).values(row).onConflictDoNothing().returning({ personId: subscription.personId });
  return made.length === 1;
}

export async function upsertSubscription(db: Db, row: Subscription): Promise<void> {
  const { personId: _personId, ...set } = row;
  await db.insert(subscription).values(row).onConflictDoUpdate({ target: subscription.personId, set });
}

export async function deleteSubscription(db: Db, personId: string): Promise<void> {
  await db.delete(subscription).where(eq(subscription.personId, personId));
}
