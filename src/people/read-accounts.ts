import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { LeewayError } from '../shared/errors.ts';
import { selectAccounts } from './accounts-store.ts';

const maxAccounts = 20_000;

/** Further Slack accounts of persons beside the first, as `T0LEEWAY/U0EXEC`, by person id. */
export async function readAccounts(ctx: Ctx, personIds: readonly string[]): Promise<Map<string, string[]>> {
  authorise(ctx.actor, 'people.read');
  if (personIds.length === 0) return new Map();
  const rows = await selectAccounts(ctx.db, [...personIds], maxAccounts + 1);
  if (rows.length > maxAccounts)
    throw new LeewayError('too-large', `At most ${maxAccounts} further Slack accounts are read at once.`);
  const byPerson = Map.groupBy(rows, (row) => row.personId);
  return new Map([...byPerson].map(([id, ones]) => [id, ones.map((one) => `${one.slackTeamId}/${one.slackUserId}`)]));
}
