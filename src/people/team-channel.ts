import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from './organisation.ts';
import { readTeams } from './read-persons.ts';

/** Where builders talk in an organisation whose teams name no channel of their own. */
const usualChannel = 'data-science';

/**
 * Slack's id of the channel in which a team's models are talked of: of the first of the teams that names one, else the
 * usual one; undefined where there is neither.
 */
export async function teamChannel(ctx: Ctx, teamIds: readonly (string | null | undefined)[]): Promise<string | undefined> {
  const teams = await readTeams(ctx);
  const channels = (await readOrganisation(ctx))?.channels ?? {};
  for (const id of teamIds) {
    const channel = teams.find((team) => team.id === id)?.channel;
    if (channel) return channels[channel] ?? channel;
  }
  return channels[usualChannel];
}
