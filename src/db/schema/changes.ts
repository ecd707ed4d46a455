import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

/** Something in the business that changes, reported by whoever knows of it. Its words lie in `change_event`. */
export const businessChange = pgTable(
  'business_change',
  {
    id: id(),
    /** What people call it: change 4. */
    number: integer().notNull(),
    byId: text().notNull(),
    startsOn: day().notNull(),
    /** The last day it holds; null when it stays. */
    endsOn: day(),
    /** `asked`: what it touches is not known yet. */
    state: text().$type<'asked' | 'open' | 'done' | 'withdrawn'>().notNull(),
    at: at().notNull(),
    closedAt: at(),
    /** The same report sent twice has the same key. */
    clientKey: text().notNull(),
  },
  (t) => [
    unique('business_change_number').on(t.number),
    unique('business_change_key').on(t.byId, t.clientKey),
    index('business_change_when').on(t.state, t.startsOn),
  ],
);

/** A model that a change touches; its owner brings it to an end. */
export const changeTouch = pgTable(
  'change_touch',
  {
    changeId: uuid().notNull(),
    modelId: text().notNull(),
    columns: jsonb().$type<string[]>().notNull().default([]),
    segment: text(),
    state: text().$type<'open' | 'retrained' | 'no-effect' | 'refused'>().notNull().default('open'),
    ownerId: text(),
    matterId: uuid(),
    /** Facts that show it, or the version that was trained after it. */
    evidence: jsonb().$type<{ factIds?: string[]; version?: number } | null>(),
    settledById: text(),
    settledAt: at(),
  },
  (t) => [
    primaryKey({ columns: [t.changeId, t.modelId] }),
    index('change_touch_model').on(t.modelId, t.state),
    index('change_touch_owner').on(t.ownerId, t.state),
  ],
);

/** Everything said and done about a change, in order. `words` can be erased. */
export const changeEvent = pgTable(
  'change_event',
  {
    id: id(),
    changeId: uuid().notNull(),
    at: at().notNull(),
    personId: text(),
    modelId: text(),
    kind: text().notNull(),
    words: text(),
    data: jsonb().$type<Record<string, unknown>>().notNull().default({}),
  },
  (t) => [index('change_event_change').on(t.changeId, t.at), index('change_event_person').on(t.personId)],
);

/** Customers' complaints that somebody counted: one count a model, week and segment (empty for all); a later one replaces it. */
export const complaintCount = pgTable(
  'complaint_count',
  {
    modelId: text().notNull(),
    weekStart: day().notNull(),
    segment: text().notNull().default(''),
    count: integer().notNull(),
    source: text().$type<'rest' | 'csv' | 'command'>().notNull(),
    byId: text().notNull(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.weekStart, t.segment] }), index('complaint_count_week').on(t.weekStart)],
);

/** Customers' complaints that an expert heard of and passed on: each time adds to the week, beside what was counted. */
export const complaintPassedOn = pgTable(
  'complaint_passed_on',
  {
    id: id(),
    modelId: text().notNull(),
    weekStart: day().notNull(),
    segment: text().notNull().default(''),
    count: integer().notNull(),
    byId: text().notNull(),
    /** The case from which it was passed on. */
    caseId: uuid(),
    at: at().notNull(),
  },
  (t) => [index('complaint_passed_on_week').on(t.modelId, t.weekStart)],
);
