import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { Grain } from '../../shared/period.ts';
import { at, day, id } from './columns.ts';

/** How a model is watched: source, columns, thresholds, schedule; parsed by monitor/schemas.ts. */
export const monitor = pgTable('monitor', {
  modelId: text().primaryKey(),
  spec: jsonb().$type<unknown>().notNull(),
  specHash: text().notNull(),
  updatedAt: at().notNull(),
});

/** The window that later ones are compared with; computed once. Counts only. */
export const referenceProfile = pgTable(
  'reference_profile',
  {
    id: id(),
    modelId: text().notNull(),
    version: integer().notNull(),
    specHash: text().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    profile: jsonb().$type<unknown>().notNull(),
    computedAt: at().notNull(),
  },
  (t) => [unique('reference_profile_one').on(t.modelId, t.version, t.specHash)],
);

/** Counts of one day. Weeks and months are sums of days. */
export const dayProfile = pgTable(
  'day_profile',
  {
    modelId: text().notNull(),
    version: integer().notNull(),
    specHash: text().notNull(),
    day: day().notNull(),
    profile: jsonb().$type<unknown>().notNull(),
    computedAt: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.version, t.specHash, t.day] })],
);

export const runStates = ['running', 'published', 'abstained', 'failed'] as const;
export type RunState = (typeof runStates)[number];

/** One look at one window. The unique key is the claim: two processes cannot do the same window. */
export const run = pgTable(
  'run',
  {
    id: id(),
    modelId: text().notNull(),
    version: integer().notNull(),
    grain: text().$type<Grain>().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    state: text().$type<RunState>().notNull(),
    attempt: integer().notNull().default(1),
    startedAt: at().notNull(),
    finishedAt: at(),
    /** Why it failed or abstained, in a sentence. */
    reason: text(),
    factCount: integer(),
    factDigest: text(),
  },
  (t) => [unique('run_window').on(t.modelId, t.grain, t.periodStart), index('run_period').on(t.grain, t.periodStart, t.state)],
);

/** One thing worth saying about one window: its kind, how much it matters, and the facts that its sentences use by slot. */
export const finding = pgTable(
  'finding',
  {
    id: id(),
    runId: uuid().notNull(),
    modelId: text().notNull(),
    grain: text().$type<Grain>().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    kind: text().notNull(),
    /** Same subject, same key, week after week: what persists is known by it. */
    key: text().notNull(),
    severity: integer().notNull(),
    direction: text().$type<'up' | 'down' | 'none'>().notNull(),
    pattern: text().$type<'abrupt' | 'gradual' | 'none'>().notNull(),
    weeksRunning: integer().notNull().default(1),
    slots: jsonb().$type<Record<string, string>>().notNull(),
    words: jsonb().$type<Record<string, string>>().notNull().default({}),
    createdAt: at().notNull(),
  },
  (t) => [
    index('finding_period').on(t.grain, t.periodStart, t.severity),
    index('finding_model').on(t.modelId, t.grain, t.periodStart),
    index('finding_run').on(t.runId),
  ],
);

/** One line a model: how its last look went. Written with each run, read by status and home. */
export const modelHealth = pgTable(
  'model_health',
  {
    modelId: text().primaryKey(),
    state: text().$type<'calm' | 'attention' | 'unchecked'>().notNull(),
    severity: integer().notNull(),
    findings: integer().notNull(),
    lastRunId: uuid(),
    grain: text().$type<Grain>(),
    periodStart: day(),
    periodEnd: day(),
    reason: text(),
    updatedAt: at().notNull(),
  },
  (t) => [index('model_health_worst').on(t.severity, t.modelId)],
);
