import { index, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { at } from './columns.ts';

/** What arrived from Slack, by a key that a repeated delivery shares: the second one finds the first. Real time. */
export const slackInbox = pgTable(
  'slack_inbox',
  {
    key: text().primaryKey(),
    kind: text().notNull(),
    payload: jsonb().$type<unknown>(),
    receivedAt: at().notNull(),
    doneAt: at(),
  },
  (t) => [index('slack_inbox_received').on(t.receivedAt)],
);

/** The direct messages of a Slack user with the app, as Slack told it: of the account, for a person may get another. */
export const slackChat = pgTable('slack_chat', {
  slackUser: text().primaryKey(),
  channel: text().notNull(),
});
