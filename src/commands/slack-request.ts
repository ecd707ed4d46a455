import { readPolicies } from '../approvals/read-policies.ts';
import type { Ctx } from '../db/ctx.ts';
import { readAudiences } from '../digest/read-audiences.ts';
import type { SlackAnswer, SlackRequest } from '../http/deps.ts';
import { bindAccounts } from '../people/bind-accounts.ts';
import { readOrganisation } from '../people/organisation.ts';
import { listPeople, readTeams, type Person } from '../people/read-persons.ts';
import { LeewayError } from '../shared/errors.ts';
import { commandActor } from './command-actor.ts';

const maxPeople = 5_000;

/** What `leeway slack doctor` asks of the database: who and what is named in it, and to bind accounts that it found. */
export async function slackRequest(base: Omit<Ctx, 'actor'>, request: SlackRequest): Promise<SlackAnswer> {
  const ctx: Ctx = { ...base, actor: await commandActor(base, { as: undefined, user: request.user }) };
  const bound = request.bind.length > 0 ? await bindAccounts(ctx, request.bind) : [];
  return { bound, people: await namedPeople(ctx), channels: await namedChannels(ctx) };
}

async function namedPeople(ctx: Ctx): Promise<SlackAnswer['people']> {
  const people: Person[] = [];
  for (let after: string | undefined; ; after = people.at(-1)?.id) {
    const page = await listPeople(ctx, after === undefined ? {} : { after });
    people.push(...page.people);
    if (!page.more) break;
    if (people.length >= maxPeople)
      throw new LeewayError('too-large', `The doctor looks at ${maxPeople} people at most, and there are more.`);
  }
  return people
    .filter((one) => one.active)
    .map(({ id, name, email, slackTeamId, slackUserId }) => ({ id, name, email, slackTeamId, slackUserId }));
}

/** Every channel by its id, with the places of leeway.yml that name it. */
async function namedChannels(ctx: Ctx): Promise<SlackAnswer['channels']> {
  const organisation = await readOrganisation(ctx);
  const names = organisation?.channels ?? {};
  const places = new Map<string, string[]>();
  const add = (named: string | null | undefined, place: string) => {
    if (!named) return;
    const id = names[named] ?? named;
    places.set(id, [...(places.get(id) ?? []), place]);
  };
  add(organisation?.auditChannel, 'organisation.auditChannel');
  for (const { id, channel } of await readTeams(ctx)) add(channel, `teams.${id}`);
  for (const { id, spec } of await readPolicies(ctx)) add(spec.channel, `policies.${id}`);
  for (const { id, channel, reportsTo } of await readAudiences(ctx)) {
    add(channel, `audiences.${id}`);
    add(reportsTo, `audiences.${id}.reportsTo`);
  }
  for (const [name, id] of Object.entries(names)) if (!places.has(id)) add(id, `channels.${name}`);
  return [...places].map(([id, usedFor]) => ({ id, usedFor }));
}
