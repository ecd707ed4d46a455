import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { deputy, person } from '../db/schema/people.ts';
import type { Role } from '../shared/actor.ts';

export async function selectMembers(db: Db, who: { roles?: readonly Role[]; teamId?: string }, limit: number): Promise<string[]> {
  const roles =
    who.roles &&
    sql.join(
      who.roles.map((role) => sql`${role}`),
      sql`, `,
    );
  const rows = await db
    .select({ id: person.id })
    .from(person)
    .where(
      and(
        eq(person.active, true),
        roles && sql`exists (select 1 from person_role r where r.person_id = ${person.id} and r.role in (${roles}))`,
        who.teamId === undefined
          ? undefined
          : sql`exists (select 1 from team_member t where t.person_id = ${person.id} and t.team_id = ${who.teamId})`,
      ),
    )
    .orderBy(asc(person.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

export const selectDeputiesOf = (db: Db, personIds: string[], at: Date, limit: number) =>
  db
    .select()
    .from(deputy)
    .where(and(inArray(deputy.personId, personIds), gt(deputy.untilAt, at)))
    .orderBy(asc(deputy.personId), asc(deputy.fromAt), asc(deputy.deputyId))
    .limit(limit);
