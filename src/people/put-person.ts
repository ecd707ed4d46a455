import type { WriteCtx } from '../audit/write.ts';
import { sqlState } from '../db/db.ts';
import { LeewayError } from '../shared/errors.ts';
import {
  deleteTeam,
  replaceDeputies,
  replaceRights,
  upsertPerson,
  upsertTeam,
  type Deputy,
  type Person,
  type Team,
} from './store.ts';

const uniqueViolation = '23505';

/** Writes a person with exactly these roles, teams and deputies, in the transaction of a verb, which authorises and audits. */
export async function putPerson(w: WriteCtx, person: Person, deputies: Omit<Deputy, 'personId'>[]): Promise<void> {
  const { roles, teams, ...row } = person;
  try {
    await upsertPerson(w.db, row);
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    throw new LeewayError(
      'conflict',
      `Slack user ${row.slackUserId} of ${row.slackTeamId} is another person already, not ${row.id}.`,
      {
        field: `people.${row.id}.slack`,
        cause: error,
      },
    );
  }
  await replaceRights(w.db, person.id, roles, teams);
  await replaceDeputies(
    w.db,
    person.id,
    deputies.map((one) => ({ ...one, personId: person.id })),
  );
}

/** Takes every right from a person who has left; what they did keeps their name. */
export async function removePerson(w: WriteCtx, person: Person): Promise<void> {
  await putPerson(w, { ...person, slackTeamId: null, slackUserId: null, active: false, roles: [], teams: [] }, []);
}

export const putTeam = (w: WriteCtx, team: Team): Promise<void> => upsertTeam(w.db, team);

export const removeTeam = (w: WriteCtx, id: string): Promise<void> => deleteTeam(w.db, id);
