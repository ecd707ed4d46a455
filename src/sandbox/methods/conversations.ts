import { z } from 'zod';
import { repliesOf } from '../messages.ts';
import { messageJson } from '../message-json.ts';
import type { StoredChannel, StoredMessage } from '../model.ts';
import { Refusal } from '../refusal.ts';
import { imOf, microsOf, personaOf, type Workspace } from '../workspace.ts';
import { type Call, count, flag, method, requireScope, tier } from './define.ts';
import { channelOf, joinedChannel, kindOfScope, messageIn } from './lookup.ts';

const window = {
  cursor: z.string().max(100).optional(),
  limit: count(999, 100),
  oldest: z
    .string()
    .regex(/^\d+(\.\d{1,6})?$/)
    .optional(),
  latest: z
    .string()
    .regex(/^\d+(\.\d{1,6})?$/)
    .optional(),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
};
type Window = z.infer<z.ZodObject<typeof window>>;

const open = method({
  scopes: ['im:write'],
  perMinute: tier.three,
  args: { users: z.string().optional(), channel: z.string().optional(), return_im: flag.optional() },
  run({ workspace }, args) {
    if (args.users?.includes(',')) throw new Refusal('method_not_supported_for_channel_type');
    if (args.users !== undefined && personaOf(workspace, args.users) === undefined) throw new Refusal('user_not_found');
    const channel = channelOf(workspace, args.users === undefined ? (args.channel ?? '') : imOf(args.users));
    return { channel: { id: channel.id } };
  },
});

const info = method({
  scopes: ['channels:read', 'groups:read', 'im:read'],
  perMinute: tier.three,
  args: { channel: z.string(), include_num_members: flag.optional() },
  run({ workspace }, args) {
    const channel = channelOf(workspace, args.channel);
    requireScope(workspace, `${kindOfScope(channel)}:read`);
    return { channel: channelJson(workspace, channel) };
  },
});

const list = method({
  scopes: ['channels:read'],
  perMinute: tier.two,
  args: {
    limit: count(1000, 100),
    cursor: z.string().optional(),
    types: z.string().optional(),
    exclude_archived: flag.optional(),
  },
  run({ workspace }, args) {
    const types = (args.types ?? 'public_channel').split(',');
    const all = [...workspace.channels.values()].filter((one) => types.includes(one.kind === 'im' ? 'im' : 'public_channel'));
    const page = pageOf(all, args);
    return { channels: page.items.map((one) => channelJson(workspace, one)), response_metadata: { next_cursor: page.next } };
  },
});

const history = method({
  perMinute: tier.three,
  args: { channel: z.string(), ...window },
  run(call, args) {
    const channel = readable(call.workspace, args.channel);
    const messages = channel.messages.filter((message) => message.threadTs === undefined).reverse();
    return pageOfMessages(call, messages, args);
  },
});

const replies = method({
  perMinute: tier.three,
  args: { channel: z.string(), ts: z.string(), ...window },
  run(call, args) {
    const channel = readable(call.workspace, args.channel);
    const found = channel.messages.find((message) => message.ts === args.ts && message.ephemeralTo === undefined);
    if (found === undefined) throw new Refusal('thread_not_found');
    const parent = found.threadTs === undefined ? found : messageIn(channel, found.threadTs);
    return pageOfMessages(call, [parent, ...repliesOf(channel, parent.ts)], args);
  },
});

function readable(workspace: Workspace, id: string): StoredChannel {
  const channel = joinedChannel(workspace, id);
  requireScope(workspace, `${kindOfScope(channel)}:history`);
  return channel;
}

function pageOfMessages(call: Call, messages: readonly StoredMessage[], args: Window): Record<string, unknown> {
  const at = (bound: string) => {
    const [seconds = '0', fraction = ''] = bound.split('.');
    return Number(seconds) * 1e6 + Number(fraction.padEnd(6, '0'));
  };
  const oldest = args.oldest === undefined ? -1 : at(args.oldest);
  const latest = args.latest === undefined ? Infinity : at(args.latest);
  const within = messages.filter((message) => {
    const micros = microsOf(message.ts);
    if (message.ephemeralTo !== undefined) return false;
    return args.inclusive ? micros >= oldest && micros <= latest : micros > oldest && micros < latest;
  });
  const page = pageOf(within, args);
  return {
    messages: page.items.map((message) => messageJson(call.workspace, message, call.base, args.include_all_metadata)),
    has_more: page.next !== '',
    ...(page.next === '' ? {} : { response_metadata: { next_cursor: page.next } }),
  };
}

/** Cursors are opaque: base64 of the place to go on from. */
export function pageOf<T>(
  items: readonly T[],
  args: { cursor?: string | undefined; limit: number },
): { items: T[]; next: string } {
  const start = args.cursor ? Number(Buffer.from(args.cursor, 'base64url').toString().replace('at:', '')) : 0;
  if (!Number.isInteger(start) || start < 0) throw new Refusal('invalid_cursor');
  const end = start + args.limit;
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(`at:${end}`).toString('base64url') : '' };
}

const channelJson = (workspace: Workspace, channel: StoredChannel): Record<string, unknown> => ({
  id: channel.id,
  is_archived: channel.isArchived,
  ...(channel.kind === 'im'
    ? { is_im: true, user: channel.members[0] }
    : {
        name: channel.name,
        is_channel: true,
        is_private: channel.isPrivate,
        is_ext_shared: false,
        is_member: channel.members.includes(workspace.options.bot.userId),
        topic: { value: channel.topic },
        num_members: channel.members.length,
      }),
});

export const conversationsMethods = {
  'conversations.open': open,
  'conversations.info': info,
  'conversations.list': list,
  'conversations.history': history,
  'conversations.replies': replies,
};
