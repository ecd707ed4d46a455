import { index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

/** One thing that was put to the language model: word for word what was sent and received, and what became of it. */
export const languageModelExchange = pgTable(
  'language_model_exchange',
  {
    id: id(),
    purpose: text().$type<'question' | 'digest'>().notNull(),
    /** `edition:<id>`, `answer:<id>`, or null where a question got no answer. */
    subject: text(),
    /** Whose words are in it; null for a digest. */
    personId: text(),
    /** As OPENAI_MODEL names it. */
    model: text().notNull(),
    /** Null where nothing was sent, or where the words were erased. */
    sent: text(),
    received: text(),
    /** How many requests it took, the second try and simpler formats included. */
    calls: integer().notNull(),
    verdict: text().$type<'used' | 'partly' | 'discarded' | 'failed' | 'not-asked'>().notNull(),
    /** Why, in a sentence. */
    reason: text(),
    /** Of a digest: each sentence with its verdict. */
    detail: jsonb().$type<unknown>(),
    at: at().notNull(),
  },
  (t) => [
    index('language_model_exchange_subject').on(t.subject),
    index('language_model_exchange_person').on(t.personId),
    index('language_model_exchange_at').on(t.at),
  ],
);

/** Calls to the language model by calendar day of real time: `who` is a person's id, or `*` for all together. */
export const languageModelUse = pgTable(
  'language_model_use',
  { day: day().notNull(), who: text().notNull(), calls: integer().notNull() },
  (t) => [primaryKey({ columns: [t.day, t.who] })],
);
