import { bigint, index, pgTable, text } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** The audit chain's head as it was published where its operator cannot rewrite it. */
export const anchor = pgTable(
  'anchor',
  {
    id: id(),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
    why: text().$type<'daily' | 'decision'>().notNull(),
    channel: text().notNull(),
    messageId: text().notNull(),
    at: at().notNull(),
  },
  (t) => [index('anchor_seq').on(t.seq)],
);
