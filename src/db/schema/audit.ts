import { bigint, index, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

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

/**
 * What a transaction adds to the chain. As it commits, a deferred trigger (migrations/…_audit_at_commit.sql) numbers,
 * hashes and appends the entries and takes this row away: the head is locked while the database commits, and never across
 * the network. Unlogged: no row outlives its transaction.
 */
export const auditDraft = pgTable('audit_draft', {
  id: id(),
  at: at().notNull(),
  actorId: text().notNull(),
  verbs: text().array().notNull(),
  subjects: text().array().notNull(),
  /** Each entry's exact text after its number. */
  texts: text().array().notNull(),
});

/** One row: the newest entry. The last lock of every writing transaction. */
export const auditHead = pgTable('audit_head', {
  id: integer().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull(),
  hash: text().notNull(),
});
