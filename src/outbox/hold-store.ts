import { and, eq, isNull, lte, ne, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { outboxHold, outboxMessage } from '../db/schema/outbox.ts';

export type Hold = typeof outboxHold.$inferSelect;

/** Every message, wherever it goes. */
export const everywhere = '*';

/** False when it stands already. */
export async function insertHold(db: Db, hold: Omit<Hold, 'looks'>): Promise<boolean> {
  const made = await db.insert(outboxHold).values(hold).onConflictDoNothing().returning({ scope: outboxHold.scope });
  return made.length === 1;
}

/** The holds whose next look is due, each for one process alone: the look after it is put off, twice as long each time. */
export async function claimLooks(db: Db, now: Date, wait: { baseMs: number; maxMs: number }): Promise<string[]> {
  const waitMs = sql`least(${wait.maxMs}::float8, ${wait.baseMs}::float8 * power(2, least(${outboxHold.looks}, 20)))`;
  const due = await db
    .update(outboxHold)
    .set({
      looks: sql`${outboxHold.looks} + 1`,
      nextLookAt: sql`${now.toISOString()}::timestamptz + ${waitMs} * interval '1 millisecond'`,
    })
    .where(lte(outboxHold.nextLookAt, now))
    .returning({ scope: outboxHold.scope });
  return due.map(({ scope }) => scope);
}

const somethingWaits = sql`exists (select 1 from outbox_message waiting
  where waiting.state in ('queued', 'claimed') and (${outboxHold.scope} = '*' or waiting.destination = ${outboxHold.scope}))`;

/** Holds whose next look is due and behind which nothing waits any more. */
export async function idleHolds(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .select({ scope: outboxHold.scope })
    .from(outboxHold)
    .where(and(lte(outboxHold.nextLookAt, now), sql`not ${somethingWaits}`));
  return rows.map(({ scope }) => scope);
}

/** Returns whether it stood. */
export async function deleteHold(db: Db, scope: string): Promise<boolean> {
  return (await db.delete(outboxHold).where(eq(outboxHold.scope, scope)).returning({ scope: outboxHold.scope })).length === 1;
}

/** The next look is now, of one hold or of all. Returns how many. */
export async function lookNow(db: Db, now: Date, scope?: string): Promise<number> {
  const rows = await db
    .update(outboxHold)
    .set({ nextLookAt: now, looks: 0 })
    .where(scope === undefined ? undefined : eq(outboxHold.scope, scope))
    .returning({ scope: outboxHold.scope });
  return rows.length;
}

export async function findHold(db: Db, scope: string): Promise<Hold | undefined> {
  const [hold] = await db.select().from(outboxHold).where(eq(outboxHold.scope, scope));
  return hold;
}

/** The holds, the workspace's first, each with how many messages wait behind it and since when the oldest. */
export const selectHolds = (db: Db, limit: number) =>
  db
    .select({
      hold: outboxHold,
      waiting: sql<number>`count(${outboxMessage.id})::int`,
      oldest: sql<string | null>`min(${outboxMessage.madeAt})::text`,
    })
    .from(outboxHold)
    .leftJoin(
      outboxMessage,
      and(
        sql`${outboxMessage.state} in ('queued', 'claimed')`,
        sql`(${outboxHold.scope} = '*' or ${outboxMessage.destination} = ${outboxHold.scope})`,
      ),
    )
    .groupBy(outboxHold.scope)
    .orderBy(sql`${outboxHold.scope} = '*' desc`, outboxHold.since)
    .limit(limit);

/** Who said what waits behind a hold, apart from whom it is to go to; each once. */
export async function sayersBehind(db: Db, scope: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ saidBy: outboxMessage.saidBy })
    .from(outboxMessage)
    .where(
      and(
        eq(outboxMessage.destination, scope),
        sql`${outboxMessage.state} in ('queued', 'claimed')`,
        isNull(outboxMessage.updates),
        ne(sql`'person:' || ${outboxMessage.saidBy}`, scope),
      ),
    )
    .limit(limit);
  return rows.flatMap(({ saidBy }) => saidBy ?? []);
}
