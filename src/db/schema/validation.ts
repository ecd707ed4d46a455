import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

export const gateStates = ['waiting', 'running', 'passed', 'failed', 'not-run'] as const;
export type GateState = (typeof gateStates)[number];

/** One stage of a version's validation, which a policy may name as a gate. `revision` counts its changes. */
export const versionGate = pgTable(
  'version_gate',
  {
    modelId: text().notNull(),
    version: integer().notNull(),
    /** `data`, `tests`, `typical-miss`, `constant`, `bias`, `large-misses`, `costly-error`. */
    gate: text().notNull(),
    position: integer().notNull(),
    title: text().notNull(),
    state: text().$type<GateState>().notNull(),
    /** Why, in a sentence for a reader; figures stand in it by fact slots. */
    reason: text(),
    /** Facts by slot. */
    slots: jsonb().$type<Record<string, string>>().notNull().default({}),
    /** Windows, population, method, test report. */
    evidence: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    fitStart: day(),
    fitEnd: day(),
    testStart: day(),
    testEnd: day(),
    startedAt: at(),
    finishedAt: at(),
    revision: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.version, t.gate] })],
);

/** Results of the caller's own tests of a version. */
export const testReport = pgTable(
  'test_report',
  {
    id: id(),
    modelId: text().notNull(),
    version: integer().notNull(),
    suite: text().notNull(),
    format: text().$type<'junit' | 'json'>().notNull(),
    total: integer().notNull(),
    failed: integer().notNull(),
    skipped: integer().notNull(),
    failures: jsonb().$type<{ name: string; message: string }[]>().notNull().default([]),
    digest: text().notNull(),
    uploadedAt: at().notNull(),
    uploadedById: text().notNull(),
  },
  (t) => [index('test_report_version').on(t.modelId, t.version, t.uploadedAt)],
);

/** What was learned about a version, what changed: a person's words, which can be erased. */
export const versionNote = pgTable(
  'version_note',
  {
    id: id(),
    modelId: text().notNull(),
    version: integer().notNull(),
    personId: text().notNull(),
    at: at().notNull(),
    words: text(),
    /** Salted hash that the audit chain holds. */
    wordsHash: text().notNull(),
  },
  (t) => [index('version_note_version').on(t.modelId, t.version, t.at), index('version_note_person').on(t.personId)],
);

/** Facts of a validation belong to this as a run's facts belong to a run. */
export const validationRun = pgTable(
  'validation_run',
  {
    id: id(),
    modelId: text().notNull(),
    version: integer().notNull(),
    against: integer(),
    requestedAt: at().notNull(),
    finishedAt: at(),
    supersededBy: uuid(),
  },
  (t) => [index('validation_run_version').on(t.modelId, t.version, t.requestedAt)],
);
