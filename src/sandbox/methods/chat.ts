import { z } from 'zod';
import { checkBlocks } from '../check-blocks.ts';
import { tellEdited, tellPosted, tellRemoved } from '../message-events.ts';
import { addMessage, editMessage, removeMessage } from '../messages.ts';
import { messageJson } from '../message-json.ts';
import { Refusal } from '../refusal.ts';
import { limits } from '../slack-limits.ts';
import type { Workspace } from '../workspace.ts';
import { flag, json, method, tier, tsArg } from './define.ts';
import { assertThread, fileReady, joinedChannel, messageIn } from './lookup.ts';

const metadata = json(
  z.strictObject({ event_type: z.string().min(1).max(255), event_payload: z.record(z.string(), z.unknown()) }),
).optional();
const content = { text: z.string().optional(), blocks: json(z.unknown()).optional(), metadata };
const display = {
  mrkdwn: flag.optional(),
  parse: z.enum(['full', 'none']).optional(),
  link_names: flag.optional(),
  unfurl_links: flag.optional(),
  unfurl_media: flag.optional(),
};

/** Text is the notification and what screen readers read: a message without it is refused, which Slack only warns of. */
export function contentOf(workspace: Workspace, args: { text?: string | undefined; blocks?: unknown }) {
  const text = args.text ?? '';
  if (text.trim() === '') throw new Refusal('no_text');
  if (text.length > limits.messageText) throw new Refusal('msg_too_long');
  const check = { surface: 'message' as const, fileReady: fileReady(workspace) };
  return { text, blocks: args.blocks === undefined ? [] : checkBlocks(args.blocks, check) };
}

const postMessage = method({
  scopes: ['chat:write'],
  perMinute: 60,
  perChannel: true,
  args: {
    channel: z.string(),
    thread_ts: tsArg.optional(),
    reply_broadcast: z.literal('false').or(z.literal(false)).optional(),
    ...content,
    ...display,
  },
  run(call, args) {
    const { workspace, base } = call;
    const channel = joinedChannel(workspace, args.channel);
    if (channel.isArchived) throw new Refusal('is_archived');
    assertThread(channel, args.thread_ts);
    const words = contentOf(workspace, args);
    const user = workspace.options.bot.userId;
    const message = addMessage(workspace, { channel, user, ...words, threadTs: args.thread_ts, metadata: args.metadata });
    tellPosted(call, message);
    return { channel: channel.id, ts: message.ts, message: messageJson(workspace, message, base) };
  },
});

const update = method({
  scopes: ['chat:write'],
  perMinute: tier.three,
  args: { channel: z.string(), ts: tsArg, ...content, ...display },
  run(call, args) {
    const { workspace, base } = call;
    const channel = joinedChannel(workspace, args.channel);
    const message = messageIn(channel, args.ts);
    if (message.user !== workspace.options.bot.userId) throw new Refusal('cant_update_message');
    const words = contentOf(workspace, args);
    if (args.metadata !== undefined) message.metadata = args.metadata;
    editMessage(workspace, message, words.text, words.blocks);
    tellEdited(call, message);
    return { channel: channel.id, ts: message.ts, text: message.text, message: messageJson(workspace, message, base) };
  },
});

const remove = method({
  scopes: ['chat:write'],
  perMinute: tier.three,
  args: { channel: z.string(), ts: tsArg },
  run(call, args) {
    const channel = joinedChannel(call.workspace, args.channel);
    const message = messageIn(channel, args.ts);
    if (message.user !== call.workspace.options.bot.userId) throw new Refusal('cant_delete_message');
    removeMessage(call.workspace, message);
    tellRemoved(call, message);
    return { channel: channel.id, ts: message.ts };
  },
});

const postEphemeral = method({
  scopes: ['chat:write'],
  perMinute: tier.four,
  args: { channel: z.string(), user: z.string(), thread_ts: tsArg.optional(), ...content, ...display },
  run({ workspace }, args) {
    const channel = joinedChannel(workspace, args.channel);
    if (!channel.members.includes(args.user)) throw new Refusal('user_not_in_channel');
    assertThread(channel, args.thread_ts);
    const words = contentOf(workspace, args);
    const user = workspace.options.bot.userId;
    const message = addMessage(workspace, { channel, user, ...words, threadTs: args.thread_ts, ephemeralTo: args.user });
    return { message_ts: message.ts };
  },
});

export const chatMethods = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
};
