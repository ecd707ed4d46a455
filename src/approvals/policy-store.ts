import { and, asc, desc, eq } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { policy } from '../db/schema/approvals.ts';

export type PolicyRow = typeof policy.$inferSelect;

export const selectCurrentPolicies = (db: Db, limit: number): Promise<PolicyRow[]> =>
  db.select().from(policy).where(eq(policy.current, true)).orderBy(asc(policy.id)).limit(limit);

export async function selectPolicy(db: Db, id: string, version: number): Promise<PolicyRow | undefined> {
  const [row] = await db
    .select()
    .from(policy)
    .where(and(eq(policy.id, id), eq(policy.version, version)));
  return row;
}

/** The newest version of a policy, in force or not, held until the transaction ends. */
export async function lockNewest(db: Db, id: string): Promise<PolicyRow | undefined> {
  const [row] = await db.select().from(policy).where(eq(policy.id, id)).orderBy(desc(policy.version)).limit(1).for('update');
  return row;
}

export const endPolicy = async (db: Db, id: string): Promise<void> =>
  void (await db
    .update(policy)
    .set({ current: false })
    .where(and(eq(policy.id, id), eq(policy.current, true))));

export const insertPolicy = async (db: Db, row: typeof policy.$inferInsert): Promise<void> =>
  void (await db.insert(policy).values(row));
