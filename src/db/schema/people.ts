import { boolean, index, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
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

export const personRole = pgTable('person_role', { personId: text().notNull(), role: text().$type<Role>().notNull() }, (t) => [
  primaryKey({ columns: [t.personId, t.role] }),
]);

export const team = pgTable('team', { id: text().primaryKey(), name: text().notNull(), businessUnit: text() });

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
