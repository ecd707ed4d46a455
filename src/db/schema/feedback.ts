import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

export const caseStates = [
  'flagged',
  'accepted',
  'answered',
  'acting',
  'done',
  'confirmed',
  'unconfirmed',
  'declined',
  'merged',
] as const;
export type CaseState = (typeof caseStates)[number];
export const caseKinds = ['wrong', 'no-help', 'outdated', 'unfair', 'unclear', 'other'] as const;
export type CaseKind = (typeof caseKinds)[number];
export type Sureness = 'sure' | 'fairly' | 'guess';
export type Still = 'yes' | 'no' | 'unknown';

/** An expert's complaint, from flag to confirmed repair. The person's own words lie in `case_event` alone. */
export const feedbackCase = pgTable(
  'feedback_case',
  {
    id: id(),
    /** What people call it: case 12. */
    number: integer().notNull(),
    modelId: text().notNull(),
    periodStart: day(),
    periodEnd: day(),
    kind: text(),
    state: text().$type<CaseState>().notNull(),
    flaggedById: text().notNull(),
    ownerId: text(),
    mergedInto: uuid(),
    promisedOn: day(),
    flaggedAt: at().notNull(),
    firstAnswerAt: at(),
    closedAt: at(),
    /** What it was flagged from: an edition, an answer, a message. */
    origin: jsonb().$type<{ kind: string; id: string } | null>(),
    /** How sure the expert is, and whether it still happens; null until asked. */
    sureness: text().$type<Sureness | null>(),
    still: text().$type<Still | null>(),
    /** The part of the business it is about, as the monitor names one; null for all. */
    segment: text(),
    /** Whose it is to answer: the model's team until it is handed on. */
    teamId: text(),
    /** Whose turn it is; null when it is closed. */
    waitsFor: text().$type<'owner' | 'flagger' | null>(),
    declinedById: text(),
    reopened: integer().notNull().default(0),
    doneAt: at(),
    confirmedAt: at(),
    /** What the owner promised when accepting was passed, and those above were told. */
    silentAt: at(),
  },
  (t) => [
    index('feedback_case_team').on(t.teamId, t.state),
    index('feedback_case_merged').on(t.mergedInto),
    unique('feedback_case_number').on(t.number),
    index('feedback_case_model').on(t.modelId, t.state, t.flaggedAt),
    index('feedback_case_flagger').on(t.flaggedById, t.state),
    index('feedback_case_owner').on(t.ownerId, t.state),
  ],
);

/** Everything said and done about a case, in order. `words` can be erased; `wordsHash` stays in the audit chain. */
export const caseEvent = pgTable(
  'case_event',
  {
    id: id(),
    caseId: uuid().notNull(),
    at: at().notNull(),
    personId: text(),
    kind: text().notNull(),
    words: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** Of what was flagged: the numbers that like words are found by (feedback/sketch.ts); erased with them. */
    sketch: integer().array(),
  },
  (t) => [
    index('case_event_case').on(t.caseId, t.at),
    index('case_event_person').on(t.personId),
    index('case_event_flagged')
      .using('gin', t.sketch)
      .where(sql`${t.kind} = 'flagged'`),
  ],
);

export const actionKinds = ['retrain', 'threshold', 'data-fix', 'process', 'explain', 'nothing'] as const;
export type ActionKind = (typeof actionKinds)[number];

/** What is done about a case: a person and a date each. What it opened elsewhere is linked both ways. */
export const caseAction = pgTable(
  'case_action',
  {
    id: id(),
    caseId: uuid().notNull(),
    kind: text().$type<ActionKind>().notNull(),
    words: text(),
    personId: text().notNull(),
    dueOn: day().notNull(),
    state: text().$type<'open' | 'done' | 'dropped'>().notNull().default('open'),
    plannedAt: at().notNull(),
    doneAt: at(),
    link: jsonb().$type<{ kind: 'request' | 'matter' | 'framing'; id: string } | null>(),
  },
  (t) => [index('case_action_case').on(t.caseId), index('case_action_person').on(t.personId, t.state)],
);

/** What a person has typed into a form and not sent yet: a closed form loses nothing. */
export const draft = pgTable(
  'draft',
  {
    personId: text().notNull(),
    form: text().notNull(),
    values: jsonb().$type<Record<string, string>>().notNull(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.form] })],
);

/** “Was this useful?”: one vote a person and subject, the last one counts. */
export const usefulness = pgTable(
  'usefulness',
  {
    subjectKind: text().$type<'edition' | 'answer'>().notNull(),
    subjectId: text().notNull(),
    personId: text().notNull(),
    vote: text().$type<'yes' | 'no'>().notNull(),
    why: text(),
    /** What the subject led with, and for whom it was written; null where it had neither. */
    findingKind: text(),
    audienceId: text(),
    at: at().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.subjectKind, t.subjectId, t.personId] }),
    index('usefulness_person').on(t.personId, t.at),
    index('usefulness_kind').on(t.findingKind, t.audienceId),
  ],
);

/** That a person was asked what to change after several “no”, and what they chose. */
export const usefulnessAsk = pgTable(
  'usefulness_ask',
  { personId: text().notNull(), askedAt: at().notNull(), choice: text(), chosenAt: at() },
  (t) => [primaryKey({ columns: [t.personId, t.askedAt] })],
);
