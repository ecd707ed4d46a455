import { doublePrecision, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { FactComparison, FactGrain, FactSource, Measure, Unit } from '../../shared/fact.ts';
import { at, day, id } from './columns.ts';

/** A stated quantity. Never changed; a later run of the same window writes new ones and the old become history. */
export const fact = pgTable(
  'fact',
  {
    id: id(),
    runId: uuid().notNull(),
    modelId: text().notNull(),
    version: integer(),
    /** The column or KPI that the measure speaks of; empty where it is of the model as a whole. */
    about: text().notNull().default(''),
    measure: text().$type<Measure>().notNull(),
    value: doublePrecision().notNull(),
    unit: text().$type<Unit>().notNull(),
    grain: text().$type<FactGrain>().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    comparison: jsonb().$type<FactComparison | null>(),
    source: jsonb().$type<FactSource>().notNull(),
    computedAt: at().notNull(),
  },
  (t) => [index('fact_series').on(t.modelId, t.grain, t.measure, t.about, t.periodStart), index('fact_run').on(t.runId)],
);
