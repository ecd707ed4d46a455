import { and, asc, eq, gt, ilike, inArray, isNotNull, isNull, lte, or, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { deputy, person, personAccount, personRole, team, teamMember } from '../db/schema/people.ts';
import type { Role } from '../shared/actor.ts';

export type Team = typeof team.$inferSelect;
export type Deputy = typeof deputy.$inferSelect;
/** A person with what decides their rights, read in one statement. */
export type Person = typeof person.$inferSelect & { roles: Role[]; teams: string[] };

const columns = {
  id: person.id,
  name: person.name,
  email: person.email,
  title: person.title,
  zone: person.zone,
  slackTeamId: person.slackTeamId,
  slackUserId: person.slackUserId,
  active: person.active,
  roles: sql<Role[]>`coalesce((select json_agg(r.role order by r.role) from person_role r where r.person_id = person.id), '[]')`,
  teams: sql<
    string[]
  >`coalesce((select json_agg(t.team_id order by t.team_id) from team_member t where t.person_id = person.id), '[]')`,
};

export async function selectBySlack(db: Db, teamId: string, userId: string): Promise<Person | undefined> {
  const [row] = await db
    .select(columns)
    .from(person)
    .where(
      and(
        eq(person.active, true),
        or(
          and(eq(person.slackTeamId, teamId), eq(person.slackUserId, userId)),
          sql`exists (select 1 from ${personAccount} a where a.person_id = person.id
            and a.slack_team_id = ${teamId} and a.slack_user_id = ${userId})`,
        ),
      ),
    );
  return row;
}

export const selectPersons = (db: Db, ids: string[]): Promise<Person[]> =>
  db.select(columns).from(person).where(inArray(person.id, ids));

/** Persons in the order of their ids, after one of them; `search` is a LIKE pattern. */
export const selectPeople = (db: Db, filter: { pattern?: string; after?: string; limit: number }): Promise<Person[]> =>
  db
    .select(columns)
    .from(person)
    .where(
      and(
        filter.pattern === undefined ? undefined : or(ilike(person.name, filter.pattern), ilike(person.id, filter.pattern)),
        filter.after === undefined ? undefined : gt(person.id, filter.after),
      ),
    )
    .orderBy(asc(person.id))
    .limit(filter.limit);

/** Active people whom an e-mail address names and no account yet. */
export const countUnbound = (db: Db): Promise<number> =>
  db.$count(person, and(person.active, isNotNull(person.email), isNull(person.slackUserId)));

/** Which of some words, in small letters, are part of a person's name or a person's id. */
export async function selectNamesWith(db: Db, words: readonly string[], limit: number): Promise<string[]> {
  const wanted = sql`(select array_agg(w) from jsonb_array_elements_text(${JSON.stringify(words)}::jsonb) w)::text[]`;
  const rows = await db
    .select({ name: person.name, id: person.id })
    .from(person)
    .where(
      sql`string_to_array(translate(lower(${person.name}), '-''’.', '    '), ' ') && ${wanted} or lower(${person.id}) = any(${wanted})`,
    )
    .limit(limit);
  const parts = new Set(rows.flatMap(({ name, id }) => [id.toLowerCase(), ...name.toLowerCase().split(/[\s'’.-]+/)]));
  return words.filter((word) => parts.has(word));
}

/** Who stands in for a person at an instant: of several the one whose time began last. */
export async function selectDeputy(db: Db, personId: string, at: Date): Promise<Person | undefined> {
  const [row] = await db
    .select(columns)
    .from(deputy)
    .innerJoin(person, eq(person.id, deputy.deputyId))
    .where(and(eq(deputy.personId, personId), lte(deputy.fromAt, at), gt(deputy.untilAt, at), eq(person.active, true)))
    .orderBy(sql`${deputy.fromAt} desc`, asc(deputy.deputyId))
    .limit(1);
  return row;
}

export const selectDeputies = (db: Db, limit: number): Promise<Deputy[]> =>
  db.select().from(deputy).orderBy(asc(deputy.personId), asc(deputy.fromAt)).limit(limit);

export const selectTeams = (db: Db, limit: number): Promise<Team[]> => db.select().from(team).orderBy(asc(team.id)).limit(limit);

export async function upsertPerson(db: Db, row: Omit<Person, 'roles' | 'teams'>): Promise<void> {
  const { id: _id, ...set } = row;
  await db.insert(person).values(row).onConflictDoUpdate({ target: person.id, set });
}

/** Makes roles and memberships exactly these. */
export async function replaceRights(db: Db, personId: string, roles: readonly Role[], teams: readonly string[]): Promise<void> {
  await db.delete(personRole).where(eq(personRole.personId, personId));
  await db.delete(teamMember).where(eq(teamMember.personId, personId));
  if (roles.length > 0) await db.insert(personRole).values(roles.map((role) => ({ personId, role })));
  if (teams.length > 0) await db.insert(teamMember).values(teams.map((teamId) => ({ personId, teamId })));
}

export async function replaceDeputies(db: Db, personId: string, rows: Deputy[]): Promise<void> {
  await db.delete(deputy).where(eq(deputy.personId, personId));
  if (rows.length > 0) await db.insert(deputy).values(rows);
}

/** What is left out keeps its value, or gets its default. */
export async function upsertTeam(db: Db, row: typeof team.$inferInsert): Promise<void> {
  const { id: _id, ...set } = row;
  await db.insert(team).values(row).onConflictDoUpdate({ target: team.id, set });
}

export async function deleteTeam(db: Db, id: string): Promise<void> {
  await db.delete(teamMember).where(eq(teamMember.teamId, id));
  await db.delete(team).where(eq(team.id, id));
}

/** Names of active people who hold one of the roles. */
export async function selectByRoles(db: Db, roles: Role[], limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ name: person.name })
    .from(person)
    .innerJoin(personRole, eq(personRole.personId, person.id))
    .where(and(inArray(personRole.role, roles), eq(person.active, true)))
    .orderBy(asc(person.name))
    .limit(limit);
  return rows.map((row) => row.name);
}

/** Ids of active people who hold one of the roles and have a Slack user. */
export async function selectIdsByRoles(db: Db, roles: Role[], limit: number): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: person.id })
    .from(person)
    .innerJoin(personRole, eq(personRole.personId, person.id))
    .where(and(inArray(personRole.role, roles), eq(person.active, true), isNotNull(person.slackUserId)))
    .orderBy(asc(person.id))
    .limit(limit);
  return rows.map((row) => row.id);
}
