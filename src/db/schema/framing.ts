import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** A question of the business before there is a model: it ends in a KPI or in “not worth a model”. */
export const framing = pgTable(
  'framing',
  {
    id: id(),
    /** What people call it: idea 3. */
    number: integer().notNull(),
    state: text().$type<'open' | 'kpi' | 'not-worth' | 'withdrawn'>().notNull(),
    byId: text().notNull(),
    expertId: text(),
    scientistId: text(),
    operationsId: text(),
    /** The case that showed that the question was the wrong one. */
    caseId: uuid(),
    /** The model that came of it. */
    modelId: text(),
    /** The KPI, goal and owners it ended in. */
    outcome: jsonb().$type<Record<string, unknown> | null>(),
    matterId: uuid(),
    at: at().notNull(),
    closedAt: at(),
    clientKey: text().notNull(),
  },
  (t) => [
    unique('framing_number').on(t.number),
    unique('framing_key').on(t.byId, t.clientKey),
    index('framing_state').on(t.state, t.at),
    index('framing_case').on(t.caseId),
  ],
);

/** The newest answer to one of the questions; `words` can be erased. */
export const framingAnswer = pgTable(
  'framing_answer',
  {
    framingId: uuid().notNull(),
    question: text().notNull(),
    personId: text().notNull(),
    words: text(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.framingId, t.question] }), index('framing_answer_person').on(t.personId)],
);

/** An option that was considered, and what was thought of it. */
export const framingOption = pgTable(
  'framing_option',
  {
    id: id(),
    framingId: uuid().notNull(),
    byId: text().notNull(),
    words: text(),
    verdict: text().$type<'open' | 'chosen' | 'dropped'>().notNull().default('open'),
    why: text(),
    at: at().notNull(),
  },
  (t) => [index('framing_option_framing').on(t.framingId, t.at), index('framing_option_person').on(t.byId)],
);

/** Everything said and done about it, in order. `words` can be erased. */
export const framingEvent = pgTable(
  'framing_event',
  {
    id: id(),
    framingId: uuid().notNull(),
    at: at().notNull(),
    personId: text(),
    kind: text().notNull(),
    words: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('framing_event_framing').on(t.framingId, t.at), index('framing_event_person').on(t.personId)],
);
