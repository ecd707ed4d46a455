import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';

/** Append-only. `body` is the exact text that was hashed; the other columns repeat parts of it for look-up only. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    at: at().notNull(),
    actorId: text().notNull(),
    verb: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    hash: text().notNull(),
  },
  (t) => [index('audit_entry_subject').on(t.subject, t.seq), index('audit_entry_at').on(t.at)],
);

/** One row: the newest entry. Locked last in every writing transaction. */
export const auditHead = pgTable('audit_head', {
  id: integer().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
});
