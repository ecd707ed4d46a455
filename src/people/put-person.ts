import type { WriteCtx } from '../audit/write.ts';
import { sqlState } from '../db/db.ts';
import { LeewayError } from '../shared/errors.ts';
import { replaceAccounts, selectAccountHolder, type SlackAccount } from './accounts-store.ts';
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

/**
 * Writes a person with exactly these roles, teams, deputies and further Slack accounts, in the transaction of a verb, which
 * authorises and audits. Whichever account they use, they count once; so no account can be two persons'.
 */
export async function putPerson(
  w: WriteCtx,
  person: Person,
  deputies: Omit<Deputy, 'personId'>[],
  accounts: SlackAccount[] = [],
): Promise<void> {
  const { roles, teams, ...row } = person;
  for (const one of accounts) await assertFree(w, person.id, one);
  if (row.slackTeamId !== null && row.slackUserId !== null)
    await assertFree(w, person.id, { slackTeamId: row.slackTeamId, slackUserId: row.slackUserId });
  try {
    await upsertPerson(w.db, row);
  } catch (error) {
    if (sqlState(error) !== uniqueViolation) throw error;
    throw takenAccount(row.id, row, error);
  }
  await replaceAccounts(w.db, person.id, accounts);
  await replaceRights(w.db, person.id, roles, teams);
  await replaceDeputies(
    w.db,
    person.id,
    deputies.map((one) => ({ ...one, personId: person.id })),
  );
}

async function assertFree(w: WriteCtx, personId: string, account: SlackAccount): Promise<void> {
  const holder = await selectAccountHolder(w.db, account, personId);
  if (holder !== undefined) throw takenAccount(personId, account);
}

const takenAccount = (personId: string, account: { slackTeamId: string | null; slackUserId: string | null }, cause?: unknown) =>
  new LeewayError(
    'conflict',
    `Slack user ${account.slackUserId} of ${account.slackTeamId} is another person already, not ${personId}.`,
    { field: `people.${personId}.slack`, cause },
  );

/** Takes every right from a person who has left; what they did keeps their name. */
export async function removePerson(w: WriteCtx, person: Person): Promise<void> {
  await putPerson(w, { ...person, slackTeamId: null, slackUserId: null, active: false, roles: [], teams: [] }, []);
}

export const putTeam = (w: WriteCtx, team: Pick<Team, 'id' | 'name' | 'businessUnit'> & Partial<Team>): Promise<void> =>
  upsertTeam(w.db, team);

export const removeTeam = (w: WriteCtx, id: string): Promise<void> => deleteTeam(w.db, id);
