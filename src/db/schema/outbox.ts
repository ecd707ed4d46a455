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
  },
  (t) => [
    unique('outbox_dedupe').on(t.dedupeKey),
    index('outbox_due').on(t.state, t.destination, t.seq),
    index('outbox_slack').on(t.slackChannel, t.slackTs),
    index('outbox_updates').on(t.updates, t.seq),
  ],
);
