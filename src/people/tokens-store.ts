import { and, asc, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import { apiToken } from '../db/schema/people.ts';
import type { Db } from '../db/db.ts';

export type ApiTokenRow = typeof apiToken.$inferSelect;

export const insertToken = async (db: Db, row: typeof apiToken.$inferInsert): Promise<void> =>
  void (await db.insert(apiToken).values(row));

export async function selectToken(db: Db, id: string): Promise<ApiTokenRow | undefined> {
  const [row] = await db.select().from(apiToken).where(eq(apiToken.id, id));
  return row;
}

export const selectTokens = (db: Db, limit: number): Promise<ApiTokenRow[]> =>
  db.select().from(apiToken).orderBy(desc(apiToken.createdAt)).limit(limit);

export const markUsed = async (db: Db, id: string, at: Date): Promise<void> =>
  void (await db.update(apiToken).set({ lastUsedAt: at }).where(eq(apiToken.id, id)));

/** Tokens that work and end before an instant, the soonest first. */
export const selectEnding = (db: Db, now: Date, before: Date, limit: number): Promise<ApiTokenRow[]> =>
  db
    .select()
    .from(apiToken)
    .where(and(isNull(apiToken.revokedAt), gt(apiToken.expiresAt, now), lt(apiToken.expiresAt, before)))
    .orderBy(asc(apiToken.expiresAt))
    .limit(limit);

/** False when it was revoked already. */
export async function markRevoked(db: Db, id: string, at: Date): Promise<boolean> {
  const rows = await db
    .update(apiToken)
    .set({ revokedAt: at })
    .where(and(eq(apiToken.id, id), isNull(apiToken.revokedAt)))
    .returning({ id: apiToken.id });
  return rows.length === 1;
}
