import { sql } from 'drizzle-orm';
import { bigserial, boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

export const outboxStates = ['queued', 'claimed', 'sent', 'parked', 'dropped'] as const;
export type OutboxState = (typeof outboxStates)[number];

/** What is to be said and to whom. Delivery columns are bookkeeping and carry real time, not domain time. */
export const outboxMessage = pgTable(
  'outbox_message',
  {
    id: id(),
    seq: bigserial({ mode: 'number' }).notNull(),
    /** Which view renders it. */
    kind: text().notNull(),
    data: jsonb().$type<Record<string, unknown>>().notNull(),
    /** A channel's id, or `person:<id>` for a direct message. */
    destination: text().notNull(),
    /** The outbox id of the message in whose thread it goes, or of the message that it replaces in place. */
    threadOf: text(),
    /** Slack's `ts` of a thread that a person opened. */
    threadTs: text(),
    updates: text(),
    /** Written twice, said once. */
    dedupeKey: text().notNull(),
    madeAt: at().notNull(),
    state: text().$type<OutboxState>().notNull().default('queued'),
    attempts: integer().notNull().default(0),
    nextTryAt: at(),
    claimedAt: at(),
    claimedBy: text(),
    /** A send whose outcome is unknown: look in Slack before sending again. */
    doubtful: boolean().notNull().default(false),
    sentAt: at(),
    slackChannel: text(),
    slackTs: text(),
    payload: text(),
    payloadHash: text(),
    /** Which revision of its card the payload shows: what a click on it had before its eyes. */
    revision: integer(),
    fileId: text(),
    lastError: text(),
    /** Why it is parked, as a name that messages of one cause share. */
    cause: text(),
    /** The person by whose act it was said: they hear it when it does not arrive. */
    saidBy: text(),
    /** The act by which an operator dropped it, for that act to be undone. */
    dropId: text(),
  },
  (t) => [
    unique('outbox_dedupe').on(t.dedupeKey),
    index('outbox_due').on(t.state, t.destination, t.seq),
    index('outbox_slack').on(t.slackChannel, t.slackTs),
    index('outbox_updates').on(t.updates, t.seq),
    // The few that wait, among all that were ever sent: each destination's oldest is found at once.
    index('outbox_waiting')
      .on(t.destination, t.seq)
      .where(sql`state in ('queued', 'claimed') and updates is null`),
    index('outbox_edits_waiting')
      .on(t.updates, t.seq)
      .where(sql`state in ('queued', 'claimed') and updates is not null`),
    index('outbox_dropped')
      .on(t.dropId)
      .where(sql`drop_id is not null`),
    // Each act on a matter or a request asks which messages show it, in its transaction.
    index('outbox_shows')
      .using('gin', sql`(${t.data} -> 'shows') jsonb_path_ops`)
      .where(sql`updates is null and (data -> 'shows') is not null`),
  ],
);

/** What Slack takes no message for until a person has acted; the messages wait in their order. Real time. */
export const outboxHold = pgTable('outbox_hold', {
  /** A destination, or `*` for the whole workspace. */
  scope: text().primaryKey(),
  /** Slack's name of the error, and what to do about it. */
  error: text().notNull(),
  why: text().notNull(),
  since: at().notNull(),
  /** One message is tried then, to see whether it is put right. */
  nextLookAt: at().notNull(),
  looks: integer().notNull().default(0),
});
