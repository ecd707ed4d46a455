import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

/** Experts of a model are asked about some of its real decisions, drawn by a stated rule. */
export const sampleRound = pgTable(
  'sample_round',
  {
    id: id(),
    modelId: text().notNull(),
    occasion: text().$type<'monthly' | 'promotion'>().notNull(),
    /** What made it due: a month, a deployment order. One round each. */
    occasionKey: text().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    /** How they were drawn, as it is told: from which decisions, how many of them there were, the seed. */
    rule: jsonb().$type<Record<string, unknown>>().notNull(),
    population: integer().notNull(),
    /**
     * `planned`: its decisions are not made yet, such as those of a version that has just gone live. `closed`: the answers
     * are counted. `told`: the experts heard what came of it.
     */
    state: text().$type<'planned' | 'open' | 'closed' | 'told' | 'failed'>().notNull(),
    askedAt: at().notNull(),
    closesAt: at().notNull(),
    closedAt: at(),
  },
  (t) => [unique('sample_round_one').on(t.modelId, t.occasionKey), index('sample_round_open').on(t.state, t.closesAt)],
);

/** One decision of a round: only the columns that the configuration lets experts see. */
export const sampleItem = pgTable(
  'sample_item',
  { roundId: uuid().notNull(), position: integer().notNull(), shown: jsonb().$type<Record<string, string>>().notNull() },
  (t) => [primaryKey({ columns: [t.roundId, t.position] })],
);

export const sampleAnswers = ['helped', 'did-not', 'wrong', 'cant-say'] as const;
export type SampleAnswer = (typeof sampleAnswers)[number];

/** What an expert said of one decision; the last answer counts. `words` can be erased. */
export const sampleAnswer = pgTable(
  'sample_answer',
  {
    roundId: uuid().notNull(),
    position: integer().notNull(),
    personId: text().notNull(),
    answer: text().$type<SampleAnswer>().notNull(),
    words: text(),
    at: at().notNull(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.position, t.personId] }), index('sample_answer_person').on(t.personId)],
);

/** Who was asked; who of them never answered was not reached. */
export const sampleLetter = pgTable(
  'sample_letter',
  {
    roundId: uuid().notNull(),
    personId: text().notNull(),
    messageId: text().notNull(),
    sentAt: at().notNull(),
    /** The decision that the letter shows now. */
    position: integer().notNull().default(1),
    /** It shows an answered decision again, to be answered otherwise. */
    again: boolean().notNull().default(false),
    /** When whoever has not answered all was reminded: once. */
    remindedAt: at(),
  },
  (t) => [primaryKey({ columns: [t.roundId, t.personId] })],
);

/** That builders and business owner were told of a quarter without contact: once. */
export const contactNotice = pgTable(
  'contact_notice',
  { modelId: text().notNull(), quarterStart: day().notNull(), at: at().notNull() },
  (t) => [primaryKey({ columns: [t.modelId, t.quarterStart] })],
);
