import type { Ctx } from '../../db/ctx.ts';
import { personIn } from '../../outbox/destination.ts';
import { dropTrouble, listTrouble, resendTrouble, undoDrop, type Trouble } from '../../outbox/trouble.ts';
import { readOrganisation } from '../../people/organisation.ts';
import { readPersons } from '../../people/read-persons.ts';
import { may } from '../../shared/access.ts';
import { sayInstant } from '../../shared/period.ts';
import { mrkdwn } from '../text.ts';
import type { TroubleVerbs } from '../trouble-verbs.ts';
import type { Reply } from '../verbs.ts';
import type { HelpView } from '../views/help.ts';

export const troubleVerbs: TroubleVerbs = {
  async trouble(ctx) {
    const { troubles, more } = await listTrouble(ctx);
    const named = troubles.flatMap((one) => one.places.flatMap((place) => personIn(place) ?? []));
    const people = await readPersons(ctx, [...named, ctx.actor.id]);
    // A letter is rendered by nobody in particular, and all who get it read one clock.
    const zone = people.get(ctx.actor.id)?.zone ?? (await readOrganisation(ctx))?.zone ?? 'utc';
    const nameOf = (id: string) => people.get(id)?.name ?? id;
    return { lines: troubles.map((one) => lineOf(one, zone, nameOf)), more };
  },
  resendTrouble,
  dropTrouble,
  undoDrop,
};

function lineOf(one: Trouble, zone: string, nameOf: (id: string) => string) {
  const { key, isHeld, count, doubtful, places, placeCount, since } = one;
  const direct = placeCount > 0 && placeCount === places.length && places.every((place) => personIn(place));
  return {
    key,
    isHeld,
    count,
    doubtful,
    why: direct ? whyDirect(one) : one.why,
    places: places.map((place) => placeWords(place, nameOf)),
    morePlaces: placeCount - places.length,
    ...(since ? { since: `since ${sayInstant(since, zone)}` } : {}),
  };
}

/** Slack speaks of a channel there too; what helps is the person's id in leeway.yml. */
const whyDirect = ({ cause, why }: Trouble): string =>
  cause === 'channel_not_found'
    ? 'Slack finds nobody to write to (channel_not_found): correct the person’s Slack id in leeway.yml.'
    : why;

function placeWords(destination: string, nameOf: (id: string) => string): string {
  const person = personIn(destination);
  if (person) return `${mrkdwn(nameOf(person), 100)} (direct message)`;
  if (/^D[A-Z0-9]+$/.test(destination)) return 'a direct message';
  return /^[CG][A-Z0-9]+$/.test(destination) ? `<#${destination}>` : mrkdwn(destination, 100);
}

/** `/leeway outbox`; undefined for anything else. */
export const troubleReply = async (ctx: Ctx, text: string): Promise<Reply | undefined> =>
  /^outbox$/i.test(text.trim()) ? { is: 'trouble', view: await troubleVerbs.trouble(ctx) } : undefined;

/** A line of help, for those who may. */
export const troubleHelp = (ctx: Ctx): HelpView['lines'] =>
  may(ctx.actor, 'outbox.operate')
    ? [{ say: '/leeway outbox', does: 'messages that do not go out, why, and what to do about them' }]
    : [];
