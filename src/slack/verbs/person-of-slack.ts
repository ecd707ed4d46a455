import type { Ctx } from '../../db/ctx.ts';
import { findPersonBySlack } from '../../people/find-person.ts';
import { readPersons } from '../../people/read-persons.ts';
import { LeewayError } from '../../shared/errors.ts';

/**
 * Whom somebody chose in one of Slack's menus of people, which name those of the workspace where it was opened: the
 * actor's own. Throws `not-found` at the menu's field for a stranger.
 */
export async function personOfSlack(ctx: Ctx, slackUser: string, field: string): Promise<{ id: string; name: string }> {
  const me = (await readPersons(ctx, [ctx.actor.id])).get(ctx.actor.id);
  const person = me?.slackTeamId ? await findPersonBySlack(ctx, me.slackTeamId, slackUser) : undefined;
  if (person) return { id: person.id, name: person.name };
  throw new LeewayError('not-found', 'I do not know this person.', { field, hint: 'Choose somebody who stands in leeway.yml.' });
}
