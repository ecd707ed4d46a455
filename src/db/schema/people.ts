import { boolean, index, integer, jsonb, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import type { Role } from '../../shared/actor.ts';
import { at } from './columns.ts';

export const person = pgTable(
  'person',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    email: text(),
    title: text(),
    zone: text().notNull(),
    slackTeamId: text(),
    slackUserId: text(),
    active: boolean().notNull().default(true),
  },
  (t) => [unique('person_slack').on(t.slackTeamId, t.slackUserId)],
);

/** Further Slack accounts of the same person: whichever they use, they count once. */
export const personAccount = pgTable(
  'person_account',
  { slackTeamId: text().notNull(), slackUserId: text().notNull(), personId: text().notNull() },
  (t) => [primaryKey({ columns: [t.slackTeamId, t.slackUserId] }), index('person_account_person').on(t.personId)],
);

/** People who take turns; who is on call at an instant follows from the spec (people/rotas.ts). */
export const rota = pgTable('rota', { id: text().primaryKey(), spec: jsonb().$type<unknown>().notNull() });

/** A bearer token: shown once, stored as a hash, with scopes and an end. One of a person acts as that person. */
export const apiToken = pgTable(
  'api_token',
  {
    id: text().primaryKey(),
    hash: text().notNull(),
    name: text().notNull(),
    personId: text(),
    scopes: jsonb().$type<string[]>().notNull(),
    createdAt: at().notNull(),
    createdById: text().notNull(),
    expiresAt: at().notNull(),
    revokedAt: at(),
    /** When it was last used, to a few minutes, or first refused after its end; null: never. Real time. */
    lastUsedAt: at(),
  },
  (t) => [unique('api_token_hash').on(t.hash), index('api_token_person').on(t.personId)],
);

export const personRole = pgTable('person_role', { personId: text().notNull(), role: text().$type<Role>().notNull() }, (t) => [
  primaryKey({ columns: [t.personId, t.role] }),
]);

export const team = pgTable('team', {
  id: text().primaryKey(),
  name: text().notNull(),
  businessUnit: text(),
  /** Name of the channel where those who build its models talk; null where it has none of its own. */
  channel: text(),
  /** Working days within which it answers a complaint. */
  answerDays: integer().notNull().default(5),
});

export const teamMember = pgTable('team_member', { teamId: text().notNull(), personId: text().notNull() }, (t) => [
  primaryKey({ columns: [t.teamId, t.personId] }),
  index('team_member_person').on(t.personId),
]);

/** Who answers for a person between two instants. */
export const deputy = pgTable(
  'deputy',
  { personId: text().notNull(), deputyId: text().notNull(), fromAt: at().notNull(), untilAt: at().notNull() },
  (t) => [primaryKey({ columns: [t.personId, t.deputyId, t.fromAt] })],
);
