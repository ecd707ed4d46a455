import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { apiToken } from '../db/schema/people.ts';
import { audience } from '../db/schema/digest.ts';
import { auditHead } from '../db/schema/audit.ts';
import { outboxHold, outboxMessage } from '../db/schema/outbox.ts';
import { schedule } from '../db/schema/jobs.ts';
import { rowsOf, type Db } from '../db/db.ts';

/** Jobs that wait to be taken, by queue. Real time. */
export async function selectQueues(db: Db): Promise<{ queue: string; waiting: number; oldestSeconds: number }[]> {
  const rows = await db.execute(sql`
    select name as queue, count(*)::int as waiting,
      greatest(0, extract(epoch from pgboss.job_now() - min(created_on)))::float8 as seconds
    from pgboss.job where state < 'active' group by name`);
  return rowsOf<{ queue: string; waiting: number; seconds: number }>(rows).map(({ queue, waiting, seconds }) => ({
    queue,
    waiting: Number(waiting),
    oldestSeconds: Number(seconds),
  }));
}

export const unsentStates = ['queued', 'claimed', 'held', 'parked'] as const;

/** Queued, and nothing is taken where it goes until a person has acted. */
const state = sql<(typeof unsentStates)[number]>`case when ${outboxMessage.state} = 'queued' and exists (
  select 1 from ${outboxHold} where ${outboxHold.scope} in ('*', ${outboxMessage.destination})) then 'held' else ${outboxMessage.state}::text end`;

/** Messages that are not in Slack yet, by state, with the oldest one's age in milliseconds of domain time. */
export const selectUnsent = (db: Db, now: Date) =>
  db
    .select({
      state,
      count: sql<number>`count(*)::int`,
      oldestMs: sql<number>`greatest(0, extract(epoch from ${now.toISOString()}::timestamptz - min(${outboxMessage.madeAt})) * 1000)::float8`,
    })
    .from(outboxMessage)
    .where(inArray(outboxMessage.state, ['queued', 'claimed', 'parked']))
    .groupBy(sql`1`);

export async function selectAuditEntries(db: Db): Promise<number> {
  const [head] = await db.select({ seq: auditHead.seq }).from(auditHead).where(eq(auditHead.id, 1));
  return head?.seq ?? 0;
}

/** Every audience with when its digest comes next. */
export const selectDigests = (db: Db, limit: number) =>
  db
    .select({ audienceId: audience.id, channel: audience.channel, zone: schedule.zone, nextRunAt: schedule.nextRunAt })
    .from(schedule)
    .innerJoin(audience, eq(audience.id, schedule.subject))
    .where(eq(schedule.kind, 'digest'))
    .orderBy(audience.id)
    .limit(limit);

export const selectByKey = (db: Db, dedupeKeys: string[]) =>
  db
    .select({ dedupeKey: outboxMessage.dedupeKey, state: outboxMessage.state })
    .from(outboxMessage)
    .where(inArray(outboxMessage.dedupeKey, dedupeKeys));

/** Digests that are to be composed, or could not be, as `audience:destination:periodStart`. */
export async function selectUncomposed(db: Db, limit: number): Promise<string[]> {
  const rows = await db.execute(sql`
    select concat_ws(':', data ->> 'audienceId', data ->> 'destination', data ->> 'periodStart') as wanted
    from pgboss.job where name = 'compose-digest' and state <> 'completed' limit ${limit}`);
  return rowsOf<{ wanted: string }>(rows).map((row) => row.wanted);
}

/** When the first of the tokens that still work ends. Real time. */
export async function selectSoonestEnd(db: Db, now: Date): Promise<Date | undefined> {
  const [row] = await db
    .select({ endsAt: apiToken.expiresAt })
    .from(apiToken)
    .where(and(isNull(apiToken.revokedAt), gt(apiToken.expiresAt, now)))
    .orderBy(apiToken.expiresAt)
    .limit(1);
  return row?.endsAt;
}
