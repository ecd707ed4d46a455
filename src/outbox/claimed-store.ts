import { and, eq, sql, type SQL } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { outboxMessage } from '../db/schema/outbox.ts';
import type { OutboxRow } from './store.ts';

/** What is about to be sent, exactly. */
export type Kept = Pick<OutboxRow, 'payload' | 'payloadHash' | 'fileId' | 'revision'>;
export interface Posted {
  channel: string;
  ts: string;
  sentAt: Date;
}

/** Writes to a claimed row; false when the claim has meanwhile passed to another process. */
export async function updateClaimed(db: Db, row: OutboxRow, change: Partial<OutboxRow>): Promise<boolean> {
  const done = await db
    .update(outboxMessage)
    .set(change)
    .where(and(eq(outboxMessage.id, row.id), eq(outboxMessage.state, 'claimed'), eq(outboxMessage.attempts, row.attempts)))
    .returning({ id: outboxMessage.id });
  return done.length === 1;
}

/** Renews the claims of several and keeps what each is about to say; returns the ids of those still claimed. */
export async function keepClaimed(db: Db, all: readonly { row: OutboxRow; keep: Kept }[], now: Date): Promise<Set<string>> {
  const given = recordset(
    all.map(({ row: { id, attempts }, keep }) => ({ id, attempts, ...keep })),
    sql`id uuid, attempts int, payload text, "payloadHash" text, "fileId" text, revision int`,
  );
  const done = await db
    .update(outboxMessage)
    .set({
      claimedAt: now,
      payload: sql`given.payload`,
      payloadHash: sql`given."payloadHash"`,
      fileId: sql`given."fileId"`,
      revision: sql`given.revision`,
    })
    .from(given)
    .where(stillClaimed)
    .returning({ id: outboxMessage.id });
  return new Set(done.map(({ id }) => id));
}

/** Ends the claims of several that Slack has; returns the ids of those that were still claimed. */
export async function endAsSent(db: Db, all: readonly { row: OutboxRow; posted: Posted }[]): Promise<Set<string>> {
  const given = recordset(
    all.map(({ row: { id, attempts }, posted }) => ({ id, attempts, ...posted })),
    sql`id uuid, attempts int, channel text, ts text, "sentAt" timestamptz`,
  );
  const done = await db
    .update(outboxMessage)
    .set({
      state: 'sent',
      claimedAt: null,
      claimedBy: null,
      sentAt: sql`given."sentAt"`,
      slackChannel: sql`given.channel`,
      slackTs: sql`given.ts`,
      lastError: null,
      doubtful: false,
    })
    .from(given)
    .where(stillClaimed)
    .returning({ id: outboxMessage.id });
  return new Set(done.map(({ id }) => id));
}

/** One parameter however many they are, so that the statement is planned once. */
const recordset = (rows: readonly object[], columns: SQL) =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as given(${columns})`;

const stillClaimed = and(
  sql`${outboxMessage.id} = given.id`,
  eq(outboxMessage.state, 'claimed'),
  sql`${outboxMessage.attempts} = given.attempts`,
);
