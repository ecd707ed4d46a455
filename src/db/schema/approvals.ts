import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** Who must agree to what. A version of a policy never changes: a request keeps the one in force when it was made. */
export const policy = pgTable(
  'policy',
  {
    id: text().notNull(),
    version: integer().notNull(),
    current: boolean().notNull(),
    /** Parsed by approvals/policy.ts. */
    spec: jsonb().$type<unknown>().notNull(),
    specHash: text().notNull(),
    madeAt: at().notNull(),
    madeById: text().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.version] }),
    uniqueIndex('policy_current')
      .on(t.id)
      .where(sql`${t.current}`),
  ],
);

export const requestKinds = ['promotion', 'configuration', 'standing-rule'] as const;
export type RequestKind = (typeof requestKinds)[number];
export const requestStates = ['open', 'queued', 'approved', 'refused', 'withdrawn', 'expired', 'superseded', 'void'] as const;
/** `queued` waits for another request of the same subject; `void`: what was asked for cannot be done any more. */
export type RequestState = (typeof requestStates)[number];

/** A wish that people decide on. The words of people lie here and in the votes, and can be erased. */
export const approvalRequest = pgTable(
  'approval_request',
  {
    id: id(),
    /** What people call it: request 12. */
    number: integer().notNull(),
    kind: text().$type<RequestKind>().notNull(),
    /** What only one request at a time may be about: `flight-delay/production`, `configuration`. */
    subjectKey: text().notNull(),
    modelId: text(),
    environment: text(),
    version: integer(),
    replacesVersion: integer(),
    fallbackVersion: integer(),
    state: text().$type<RequestState>().notNull(),
    /** Two people may go ahead without the policy's seats; compliance is told. */
    breakGlass: boolean().notNull().default(false),
    requestedById: text().notNull(),
    requestedAt: at().notNull(),
    reason: text(),
    expectedEffect: text(),
    rollbackPlan: text(),
    /** What the requester ticked, by the checklist's items. */
    checklist: jsonb().$type<string[]>().notNull().default([]),
    policyId: text().notNull(),
    policyVersion: integer().notNull(),
    revision: integer().notNull().default(1),
    /** What speaks for and against, as it was when this revision was shown. */
    evidence: jsonb().$type<unknown>().notNull(),
    evidenceHash: text().notNull(),
    /** What it was asked for: a step of a case's answer. */
    followsFrom: jsonb().$type<{ actionId: string; caseId: string; caseNumber: number } | null>(),
    /** What a configuration or standing-rule request would change. */
    payload: jsonb().$type<unknown>(),
    expiresAt: at().notNull(),
    decidedAt: at(),
    /** Why it ended as it did, where no person's words say it. */
    outcome: text(),
    supersededById: uuid(),
    orderId: uuid(),
  },
  (t) => [
    unique('approval_request_number').on(t.number),
    uniqueIndex('approval_request_one_open')
      .on(t.subjectKey)
      .where(sql`${t.state} = 'open'`),
    index('approval_request_subject').on(t.subjectKey, t.state, t.requestedAt),
    index('approval_request_model').on(t.modelId, t.requestedAt),
    index('approval_request_state').on(t.state, t.requestedAt),
  ],
);

/** One person, one vote, however many roles, deputies or accounts. */
export const approvalVote = pgTable(
  'approval_vote',
  {
    requestId: uuid().notNull(),
    personId: text().notNull(),
    seat: text().notNull(),
    /** For whom a deputy or delegate voted. */
    onBehalfOfId: text(),
    decision: text().$type<'approve' | 'refuse'>().notNull(),
    reason: text(),
    /** The gates that failed and were outvoted, each with the policy's leave. */
    outvoted: jsonb().$type<string[]>().notNull().default([]),
    revisionSeen: integer().notNull(),
    /** SHA-256 of the exact payload that was shown; null where it was shown by no message, as over REST. */
    shownHash: text(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.requestId, t.personId] }), index('approval_vote_person').on(t.personId, t.at)],
);
