import { and, eq, inArray } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { setting } from '../db/schema/jobs.ts';
import { person, personRole } from '../db/schema/people.ts';
import type { Role } from '../shared/actor.ts';

const key = 'separation-of-duties';

export async function selectSeparation(db: Db): Promise<boolean> {
  const rows = await db.select({ key: setting.key }).from(setting).where(eq(setting.key, key));
  return rows.length > 0;
}

export async function insertSeparation(db: Db, value: { since: string; byId: string }): Promise<void> {
  await db.insert(setting).values({ key, value }).onConflictDoNothing();
}

/** Active people who hold one of the roles, with those that they hold. */
export const selectHolders = (db: Db, roles: readonly Role[], limit: number) =>
  db
    .select({ personId: personRole.personId, role: personRole.role })
    .from(personRole)
    .innerJoin(person, eq(person.id, personRole.personId))
    .where(and(inArray(personRole.role, [...roles]), eq(person.active, true)))
    .limit(limit);
