import { z } from 'zod';
import type { Persona } from '../contract.ts';
import { react } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import type { SandboxOptions } from '../options.ts';
import { personaOf, type Workspace } from '../workspace.ts';
import { count, flag, method, tier, tsArg } from './define.ts';
import { pageOf } from './conversations.ts';
import { joinedChannel, messageIn } from './lookup.ts';

const authTest = method({
  perMinute: 600,
  args: {},
  run: ({ workspace: { options }, base }) => ({
    url: `${base}/`,
    team: options.team.name,
    team_id: options.team.id,
    user: options.bot.name.toLowerCase(),
    user_id: options.bot.userId,
    bot_id: options.bot.botId,
    app_id: options.appId,
    is_enterprise_install: false,
  }),
});

const userInfo = method({
  scopes: ['users:read'],
  perMinute: tier.four,
  args: { user: z.string(), include_locale: flag.optional() },
  run({ workspace }, args) {
    if (args.user === workspace.options.bot.userId) return { user: botJson(workspace) };
    const persona = personaOf(workspace, args.user);
    if (persona !== undefined) return { user: userJson(workspace, persona) };
    const other = workspace.options.others?.find((one) => one.userId === args.user);
    if (other === undefined) throw new Refusal('user_not_found');
    return { user: otherJson(workspace, other) };
  },
});

const userList = method({
  scopes: ['users:read'],
  perMinute: tier.two,
  args: { limit: count(1000, 200), cursor: z.string().optional(), include_locale: flag.optional() },
  run({ workspace }, args) {
    const members = [...workspace.options.personas.map((persona) => userJson(workspace, persona)), botJson(workspace)];
    const page = pageOf(members, args);
    return {
      members: page.items,
      cache_ts: Math.floor(workspace.realNow() / 1000),
      response_metadata: { next_cursor: page.next },
    };
  },
});

const lookupByEmail = method({
  scopes: ['users:read.email'],
  perMinute: tier.three,
  args: { email: z.string() },
  run({ workspace }, args) {
    const has = (one: { email: string }) => one.email.toLowerCase() === args.email.toLowerCase();
    const persona = workspace.options.personas.find(has);
    if (persona !== undefined) return { user: userJson(workspace, persona) };
    const other = workspace.options.others?.find(has);
    if (other === undefined) throw new Refusal('users_not_found');
    return { user: otherJson(workspace, other) };
  },
});

/** Slack shows e-mail addresses only with their own scope. */
const userJson = (workspace: Workspace, persona: Persona): Record<string, unknown> => ({
  id: persona.userId,
  team_id: persona.teamId ?? workspace.options.team.id,
  name: persona.name.toLowerCase().replaceAll(' ', '.'),
  real_name: persona.name,
  tz: persona.tz,
  deleted: false,
  is_bot: false,
  profile: {
    real_name: persona.name,
    display_name: persona.name,
    title: persona.title,
    ...(workspace.scopes.has('users:read.email') ? { email: persona.email } : {}),
  },
});
type Other = NonNullable<SandboxOptions['others']>[number];
const otherJson = (workspace: Workspace, { userId, name, email, teamId, is }: Other): Record<string, unknown> => ({
  ...userJson(workspace, { userId, name, email, title: '', role: '', tz: 'Etc/UTC' }),
  team_id: teamId ?? workspace.options.team.id,
  deleted: is === 'deactivated',
  is_bot: is === 'bot',
  is_restricted: is === 'guest',
  is_stranger: is === 'stranger',
});
const botJson = ({ options }: Workspace): Record<string, unknown> => ({
  id: options.bot.userId,
  team_id: options.team.id,
  name: options.bot.name.toLowerCase(),
  real_name: options.bot.name,
  deleted: false,
  is_bot: true,
  profile: { bot_id: options.bot.botId, real_name: options.bot.name, api_app_id: options.appId },
});

const groupList = method({
  scopes: ['usergroups:read'],
  perMinute: tier.two,
  args: { include_count: flag.optional(), include_disabled: flag.optional(), include_users: flag.optional() },
  run: ({ workspace }, args) => ({
    usergroups: (workspace.options.userGroups ?? []).map((group) => ({
      id: group.id,
      handle: group.handle,
      name: group.name,
      ...(args.include_users === true ? { users: group.users } : {}),
    })),
  }),
});

const groupUsers = method({
  scopes: ['usergroups:read'],
  perMinute: tier.two,
  args: { usergroup: z.string(), include_disabled: flag.optional() },
  run({ workspace }, args) {
    const group = workspace.options.userGroups?.find((one) => one.id === args.usergroup);
    if (group === undefined) throw new Refusal('no_such_subteam');
    return { users: group.users };
  },
});

const addReaction = method({
  scopes: ['reactions:write'],
  perMinute: tier.three,
  args: { channel: z.string(), timestamp: tsArg, name: z.string().regex(/^[a-z0-9_+'-]{1,100}$/, 'invalid_name') },
  run({ workspace }, args) {
    const message = messageIn(joinedChannel(workspace, args.channel), args.timestamp);
    if (!react(workspace, message, workspace.options.bot.userId, args.name, false)) throw new Refusal('already_reacted');
    return {};
  },
});

export const peopleMethods = {
  'auth.test': authTest,
  'users.info': userInfo,
  'users.list': userList,
  'users.lookupByEmail': lookupByEmail,
  'usergroups.list': groupList,
  'usergroups.users.list': groupUsers,
  'reactions.add': addReaction,
};
