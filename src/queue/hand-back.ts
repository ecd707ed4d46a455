import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';

/**
 * Puts jobs that are being worked on back into their queues, for a process that has the database to itself and has only
 * begun: a dead one had them. The try counts; a job that has had its last one ends by its own time limit. Returns how many.
 */
export async function handBack(db: Db): Promise<number> {
  const rows = await db.execute(sql`
    update pgboss.job set state = 'retry', start_after = pgboss.job_now()
    where state = 'active' and retry_count < retry_limit returning id`);
  return rowsOf(rows).length;
}
