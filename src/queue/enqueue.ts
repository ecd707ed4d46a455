import { sql } from 'drizzle-orm';
import { outsideTransaction, rowsOf, sqlState, type Db } from '../db/db.ts';
import { LeewayError } from '../shared/errors.ts';
import type { Jobs, QueueName } from './queue.ts';

/** A verb's transaction, as far as the queue needs it. */
export interface Enqueuing {
  db: Db;
  afterCommit(act: () => void): void;
}

const listeners = new Set<() => void>();

/** Hears each commit of this process that put work in the queue; other processes' work is found by polling. */
export function onEnqueued(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Puts a job in the queue in the caller's transaction: rolled back with it, and seen by any process once it commits. A
 * verb needs no handle for it, as it needs none to say something. Throws `unavailable` where no queue was ever opened.
 */
export async function enqueue<Q extends QueueName>(w: Enqueuing, name: Q, data: Jobs[Q]): Promise<void> {
  if (!(await insertJob(w.db, name, data))) throw noQueue(name);
  w.afterCommit(announce);
}

function announce(): void {
  outsideTransaction(() => listeners.forEach((listener) => listener()));
}

/**
 * The row that pg-boss' own `send` writes for a job without options: its instance lives in a process that works on jobs,
 * and a command that only puts one in has none.
 */
async function insertJob(db: Db, name: string, data: object): Promise<boolean> {
  try {
    const rows = await db.execute(sql`
      insert into pgboss.job (name, data, priority, keep_until, expire_seconds, deletion_seconds, retry_limit, retry_delay,
        retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
      select q.name, ${JSON.stringify(data)}::jsonb, 0, now() + q.retention_seconds * interval '1s', q.expire_seconds,
        q.deletion_seconds, q.retry_limit, q.retry_delay, coalesce(q.retry_backoff, false), q.retry_delay_max, q.policy,
        q.dead_letter, q.heartbeat_seconds
      from pgboss.queue q where q.name = ${name}
      returning id`);
    return rowsOf(rows).length === 1;
  } catch (error) {
    if (sqlState(error) === undefinedTable) throw noQueue(name, error);
    throw error;
  }
}

/** Names of the queues that have a job which may be taken now, as pg-boss' own `fetch` would find it. */
export async function waitingQueues(db: Db): Promise<string[]> {
  const rows = await db.execute(sql`
    select q.name from pgboss.queue q
    where exists (select 1 from pgboss.job j where j.name = q.name and j.state < 'active' and not j.blocked and j.start_after <= pgboss.job_now())`);
  return rowsOf<{ name: string }>(rows).map((row) => row.name);
}

const undefinedTable = '42P01';

const noQueue = (name: string, cause?: unknown) =>
  new LeewayError('unavailable', `The queue “${name}” has not been set up in this database.`, {
    hint: 'Start Leeway once with this version: leeway serve',
    cause,
  });
