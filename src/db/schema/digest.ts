import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { at, day, id } from './columns.ts';

export const voices = ['executive', 'data-scientist'] as const;
/** For whom a text is written. */
export type Voice = (typeof voices)[number];

/** A group of readers that gets the same edition in a channel. */
export const audience = pgTable('audience', {
  id: text().primaryKey(),
  title: text().notNull(),
  voice: text().$type<Voice>().notNull(),
  industry: text().notNull(),
  channel: text().notNull(),
  zone: text().notNull(),
  weekday: integer().notNull(),
  hour: integer().notNull(),
  /** Null: every model. */
  teamId: text(),
  reportsTo: text(),
});

/** A person's own choice: another place, day or hour than the audience's, or none at all. */
export const subscription = pgTable(
  'subscription',
  {
    personId: text().primaryKey(),
    audienceId: text().notNull(),
    delivery: text().$type<'channel' | 'direct'>().notNull(),
    weekday: integer().notNull(),
    hour: integer().notNull(),
    zone: text().notNull(),
    /** Every week, or only in the first week of a month. */
    often: text().$type<'weekly' | 'monthly'>().notNull().default('weekly'),
    /** Only what it comes to and what is open; the rest goes into the thread. */
    short: boolean().notNull().default(false),
    updatedAt: at().notNull(),
  },
  (t) => [index('subscription_audience').on(t.audienceId)],
);

/** One issue of the digest for one reader or channel and one period, frozen when composed. */
export const edition = pgTable(
  'edition',
  {
    id: id(),
    audienceId: text().notNull(),
    destination: text().notNull(),
    voice: text().$type<Voice>().notNull(),
    grain: text().notNull(),
    periodStart: day().notNull(),
    periodEnd: day().notNull(),
    preview: boolean().notNull().default(false),
    body: jsonb().$type<unknown>().notNull(),
    bodyHash: text().notNull(),
    composedAt: at().notNull(),
  },
  (t) => [
    uniqueIndex('edition_once')
      .on(t.audienceId, t.destination, t.periodStart)
      .where(sql`not ${t.preview}`),
    index('edition_period').on(t.periodStart),
  ],
);

/** A digest that could not be made when it was due: why, as it was last tried; settled once it was made after all. */
export const digestTrouble = pgTable(
  'digest_trouble',
  {
    audienceId: text().notNull(),
    destination: text().notNull(),
    /** Monday of the week that it was to tell of. */
    periodStart: day().notNull(),
    reason: text().notNull(),
    tries: integer().notNull().default(1),
    failedAt: at().notNull(),
    settledAt: at(),
  },
  (t) => [primaryKey({ columns: [t.audienceId, t.destination, t.periodStart] })],
);

/** Terms whose analogy a destination has already read: an analogy is told at the first meeting only. */
export const termMet = pgTable(
  'term_met',
  { destination: text().notNull(), term: text().notNull(), editionId: text().notNull() },
  (t) => [primaryKey({ columns: [t.destination, t.term] })],
);
