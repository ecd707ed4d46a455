import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { at, id } from './columns.ts';

/** An answer that was given: the query as understood, the text, and the facts it rests on. */
export const answer = pgTable(
  'answer',
  {
    id: id(),
    personId: text().notNull(),
    /** `channel:ts` of the thread it was given in, for follow-ups; null for a command. */
    conversation: text(),
    query: jsonb().$type<unknown>().notNull(),
    body: jsonb().$type<unknown>().notNull(),
    at: at().notNull(),
  },
  (t) => [index('answer_conversation').on(t.conversation, t.at)],
);
