import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

export const cardKinds = ['approval', 'case', 'change', 'framing'] as const;
export type CardKind = (typeof cardKinds)[number];

/**
 * One message that stays in step with its subject: edited in place through its whole life, its thread the history.
 * `revision` counts what a reader could see change; a click carries the revision that was seen.
 */
export const card = pgTable(
  'card',
  {
    id: id(),
    kind: text().$type<CardKind>().notNull(),
    subjectId: uuid().notNull(),
    destination: text().notNull(),
    /** Outbox id of the message itself. */
    messageId: text().notNull(),
    revision: integer().notNull().default(1),
    openedAt: at().notNull(),
    settledAt: at(),
  },
  (t) => [unique('card_subject').on(t.kind, t.subjectId), index('card_message').on(t.messageId)],
);

/** A person's own copy of a card, as a direct message, in the words of the part they have in it. */
export const cardLetter = pgTable(
  'card_letter',
  {
    cardId: uuid().notNull(),
    personId: text().notNull(),
    /** In whose words: a seat of the policy, `requester`, `deputy`. */
    part: text().notNull(),
    messageId: text().notNull(),
    sentAt: at().notNull(),
  },
  (t) => [unique('card_letter_one').on(t.cardId, t.personId)],
);

/** What happened to a card's subject, in order; each is a line of its thread. `words` can be erased. */
export const cardEvent = pgTable(
  'card_event',
  {
    id: id(),
    cardId: uuid().notNull(),
    at: at().notNull(),
    personId: text(),
    kind: text().notNull(),
    words: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('card_event_card').on(t.cardId, t.at), index('card_event_person').on(t.personId)],
);

/** What comes due on a card: a reminder, an escalation, its expiry, the look back. Due rows are taken by the tick. */
export const cardDue = pgTable(
  'card_due',
  { cardId: uuid().notNull(), kind: text().notNull(), dueAt: at().notNull(), doneAt: at() },
  (t) => [
    unique('card_due_one').on(t.cardId, t.kind, t.dueAt),
    index('card_due_open')
      .on(t.dueAt)
      .where(sql`${t.doneAt} is null`),
  ],
);

/** A person's agreement that another answers for them on one card; it ends with the card. */
export const cardDelegation = pgTable(
  'card_delegation',
  { cardId: uuid().notNull(), fromId: text().notNull(), toId: text().notNull(), at: at().notNull() },
  (t) => [uniqueIndex('card_delegation_one').on(t.cardId, t.fromId)],
);
