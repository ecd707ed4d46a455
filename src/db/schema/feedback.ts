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
  },
  (t) => [
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
  },
  (t) => [index('case_event_case').on(t.caseId, t.at)],
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
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.subjectKind, t.subjectId, t.personId] })],
);
