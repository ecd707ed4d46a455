import { doublePrecision, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';

/** A business measure of a model. Its observations are facts of measure `kpi` about its id. */
export const kpi = pgTable(
  'kpi',
  {
    modelId: text().notNull(),
    id: text().notNull(),
    title: text().notNull(),
    /** How a sentence names it: “flights on time”. */
    phrase: text().notNull(),
    unit: text().notNull(),
    better: text().$type<'higher' | 'lower'>().notNull(),
    target: doublePrecision(),
    numerator: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.id] })],
);
