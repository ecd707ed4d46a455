import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

export const orderKinds = ['promotion', 'rollback'] as const;
export type OrderKind = (typeof orderKinds)[number];
export const orderStates = ['requested', 'started', 'succeeded', 'failed', 'timed-out', 'cancelled'] as const;
export type OrderState = (typeof orderStates)[number];

/** One change of what runs in an environment, from order to end. */
export const deploymentOrder = pgTable(
  'deployment_order',
  {
    id: id(),
    kind: text().$type<OrderKind>().notNull(),
    modelId: text().notNull(),
    environment: text().notNull(),
    version: integer().notNull(),
    fromVersion: integer(),
    /** The request that was approved; null for a rollback that nobody had to approve. */
    requestId: uuid(),
    /** Name of the deployer, `alias` or one of the configured webhooks. */
    deployer: text().notNull(),
    state: text().$type<OrderState>().notNull(),
    /** SHA-256 of the token with which the CI system calls back. */
    tokenHash: text(),
    orderedById: text().notNull(),
    orderedAt: at().notNull(),
    startedAt: at(),
    finishedAt: at(),
    /** Domain time after which it counts as timed out. */
    deadlineAt: at().notNull(),
    attempts: integer().notNull().default(0),
    reason: text(),
    outcome: text(),
    /** Where the CI system shows its run. */
    url: text(),
    revision: integer().notNull().default(1),
  },
  (t) => [
    uniqueIndex('deployment_order_one_open')
      .on(t.modelId, t.environment)
      .where(sql`${t.state} in ('requested', 'started')`),
    index('deployment_order_model').on(t.modelId, t.environment, t.orderedAt),
    index('deployment_order_request').on(t.requestId),
    index('deployment_order_open').on(t.state, t.deadlineAt),
  ],
);

/** What serving systems ask for, one row a model and environment; `revision` grows with every change. */
export const serving = pgTable(
  'serving',
  {
    modelId: text().notNull(),
    environment: text().notNull(),
    version: integer(),
    fallbackVersion: integer(),
    paused: boolean().notNull().default(false),
    /** What brought it about: an order, a person, a standing rule. */
    changedById: text().notNull(),
    changedAt: at().notNull(),
    pausedAt: at(),
    pauseReason: text(),
    revision: integer().notNull().default(1),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.environment] })],
);

/** “If this guard fails twice in a row, go back (or pause) by yourself”: agreed by people beforehand. */
export const standingRule = pgTable(
  'standing_rule',
  {
    id: id(),
    modelId: text().notNull(),
    environment: text().notNull(),
    /** Parsed by deploy/standing-rule.ts. */
    spec: jsonb().$type<unknown>().notNull(),
    state: text().$type<'active' | 'retired'>().notNull(),
    requestId: uuid().notNull(),
    since: at().notNull(),
    until: at(),
  },
  (t) => [index('standing_rule_model').on(t.modelId, t.environment, t.state)],
);

/** Each window that a rule looked at: whether its guard held. Unique, so that a window counts once. A window of hours is known by
 * its day and first hour, `2001-06-11T06`. */
export const ruleObservation = pgTable(
  'rule_observation',
  {
    ruleId: uuid().notNull(),
    windowStart: text().notNull(),
    /** Null where nothing could be seen: it counts for neither side. */
    held: boolean(),
    /** Why nothing could be seen. */
    why: text(),
    factIds: jsonb().$type<string[]>().notNull(),
    at: at().notNull(),
    actedOrderId: uuid(),
  },
  (t) => [primaryKey({ columns: [t.ruleId, t.windowStart] })],
);
