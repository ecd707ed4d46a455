import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';

/** Work that comes due: wall time in a zone, and the next instant of it. The tick looks here; nothing is delayed in a queue. */
export const schedule = pgTable(
  'schedule',
  {
    kind: text().notNull(),
    subject: text().notNull(),
    zone: text().notNull(),
    /** 1 is Monday; null is every day. */
    weekday: integer(),
    hour: integer().notNull(),
    minute: integer().notNull(),
    nextRunAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.subject] }), index('schedule_due').on(t.nextRunAt)],
);

/** Small facts of the installation itself: the demo's clock, the file last applied. */
export const setting = pgTable('setting', { key: text().primaryKey(), value: jsonb().$type<unknown>().notNull() });
