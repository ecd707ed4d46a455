import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { outboxMessage } from '../db/schema/outbox.ts';

/** Messages that were parked before causes had a name. */
export const unnamed = 'unknown';
const cause = sql<string>`coalesce(${outboxMessage.cause}, ${unnamed})`;
/** Where Slack's name of an error is known, it is the same for all of a cause; a reason may still differ in a detail. */
const placesShown = 3;

/** Parked messages by cause, the most first. */
export const selectCauses = (db: Db, limit: number) =>
  db
    .select({
      cause,
      why: sql<string | null>`max(${outboxMessage.lastError})`,
      count: sql<number>`count(*)::int`,
      doubtful: sql<number>`(count(*) filter (where ${outboxMessage.doubtful}))::int`,
      oldest: sql<string>`min(${outboxMessage.madeAt})::text`,
      places: sql<string[]>`(array_agg(distinct ${outboxMessage.destination}))[1:${sql.raw(String(placesShown))}]`,
      placeCount: sql<number>`count(distinct ${outboxMessage.destination})::int`,
    })
    .from(outboxMessage)
    .where(eq(outboxMessage.state, 'parked'))
    .groupBy(sql`1`)
    .orderBy(sql`count(*) desc`, sql`1`)
    .limit(limit);

/** Puts all parked messages of a cause back into the queue. What may have arrived is looked for first. */
export const requeueCause = (db: Db, name: string): Promise<number> =>
  countOf(
    db
      .update(outboxMessage)
      .set({ state: 'queued', attempts: 0, nextTryAt: null, lastError: null, cause: null })
      .where(and(eq(outboxMessage.state, 'parked'), eq(cause, name)))
      .returning({ id: outboxMessage.id }),
  );

const gone = (reason: string, dropId: string) => ({
  state: 'dropped' as const,
  dropId,
  lastError: sql`${reason} || ' (' || coalesce(${outboxMessage.lastError}, 'no error') || ')'`,
});

export const dropCause = (db: Db, name: string, reason: string, dropId: string): Promise<number> =>
  countOf(
    db
      .update(outboxMessage)
      .set(gone(reason, dropId))
      .where(and(eq(outboxMessage.state, 'parked'), eq(cause, name)))
      .returning({ id: outboxMessage.id }),
  );

/** What waits for a destination; one in flight stays. */
export const dropWaiting = (db: Db, destination: string, error: string, reason: string, dropId: string): Promise<number> =>
  countOf(
    db
      .update(outboxMessage)
      .set({ ...gone(reason, dropId), cause: error })
      .where(and(eq(outboxMessage.state, 'queued'), eq(outboxMessage.destination, destination)))
      .returning({ id: outboxMessage.id }),
  );

/** Parks again what an act dropped. */
export const parkDropped = (db: Db, dropId: string): Promise<number> =>
  countOf(
    db
      .update(outboxMessage)
      // Why it was dropped is over; why it was parked stands in brackets behind it.
      .set({
        state: 'parked',
        dropId: null,
        lastError: sql`coalesce(substring(${outboxMessage.lastError} from '[(](.*)[)]$'), ${outboxMessage.lastError})`,
      })
      .where(and(eq(outboxMessage.state, 'dropped'), isNotNull(outboxMessage.dropId), eq(outboxMessage.dropId, dropId)))
      .returning({ id: outboxMessage.id }),
  );

async function countOf(rows: PromiseLike<{ id: string }[]>): Promise<number> {
  return (await rows).length;
}

/** Who said a message that waits or is parked, and where it was to go. */
export const sayersOf = (db: Db, ids: string[]) =>
  db
    .select({ saidBy: outboxMessage.saidBy, destination: outboxMessage.destination, cause, why: outboxMessage.lastError })
    .from(outboxMessage)
    .where(and(inArray(outboxMessage.id, ids), or(eq(outboxMessage.state, 'parked'), eq(outboxMessage.state, 'queued'))));
