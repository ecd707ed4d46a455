import type { SlackBlock } from './block-schemas.ts';
import type { StreamEvent } from './contract.ts';
import { bounds, maxEarlier, type StoredChannel, type StoredMessage } from './model.ts';
import { Refusal } from './refusal.ts';
import { nextTs, type Workspace } from './workspace.ts';

export interface NewMessage {
  channel: StoredChannel;
  user: string;
  text: string;
  blocks?: SlackBlock[];
  threadTs?: string | undefined;
  metadata?: StoredMessage['metadata'];
  ephemeralTo?: string | undefined;
  files?: string[];
}

/** Stores a message at the domain clock's time and tells the pages. Throws message_limit_exceeded when the workspace is full. */
export function addMessage(workspace: Workspace, input: NewMessage): StoredMessage {
  let stored = 0;
  for (const channel of workspace.channels.values()) stored += channel.messages.length;
  if (stored >= bounds.messages) throw new Refusal('message_limit_exceeded');
  const message: StoredMessage = {
    channel: input.channel.id,
    ts: nextTs(workspace),
    threadTs: input.threadTs,
    user: input.user,
    text: input.text,
    blocks: input.blocks ?? [],
    metadata: input.metadata,
    reactions: [],
    edited: undefined,
    ephemeralTo: input.ephemeralTo,
    files: input.files ?? [],
    tombstone: false,
    earlier: [],
    state: new Map(),
  };
  input.channel.messages.push(message);
  tellOf(workspace, 'message', message);
  return message;
}

/** Tells one state of a message from the others. */
export const revisionOf = (message: StoredMessage): string => message.edited ?? message.ts;

export function editMessage(workspace: Workspace, message: StoredMessage, text: string, blocks: SlackBlock[]): void {
  message.earlier = [...message.earlier, { revision: revisionOf(message), blocks: message.blocks }].slice(-maxEarlier);
  message.text = text;
  message.blocks = blocks;
  message.edited = nextTs(workspace);
  tellOf(workspace, 'update', message);
}

/** A parent with replies leaves a tombstone, so that the thread can still be read. */
export function removeMessage(workspace: Workspace, message: StoredMessage): void {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined) return;
  if (repliesOf(channel, message.ts).length > 0) {
    Object.assign(message, { tombstone: true, text: 'This message was deleted.', blocks: [], files: [], metadata: undefined });
  } else {
    channel.messages = channel.messages.filter((one) => one !== message);
  }
  tellOf(workspace, 'delete', message);
}

/** Adds or removes a reaction; says whether that changed anything. */
export function react(workspace: Workspace, message: StoredMessage, user: string, name: string, remove: boolean): boolean {
  const reaction = message.reactions.find((one) => one.name === name);
  const there = reaction?.users.includes(user) ?? false;
  if (there !== remove) return false;
  if (remove) {
    message.reactions = message.reactions
      .map((one) => (one.name === name ? { name, users: one.users.filter((other) => other !== user) } : one))
      .filter((one) => one.users.length > 0);
  } else if (reaction === undefined) message.reactions.push({ name, users: [user] });
  else reaction.users.push(user);
  tellOf(workspace, 'reaction', message);
  return true;
}

export function tellOf(workspace: Workspace, type: 'message' | 'update' | 'delete' | 'reaction', message: StoredMessage): void {
  const event: StreamEvent = {
    type,
    channel: message.channel,
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
  };
  const members = workspace.channels.get(message.channel)?.members;
  workspace.hub.tell(event, message.ephemeralTo === undefined ? members : [message.ephemeralTo]);
}

export const findMessage = (channel: StoredChannel, ts: string): StoredMessage | undefined =>
  channel.messages.find((message) => message.ts === ts);

/** Replies that everybody sees, oldest first. */
export const repliesOf = (channel: StoredChannel, ts: string): StoredMessage[] =>
  channel.messages.filter((message) => message.threadTs === ts && message.ephemeralTo === undefined);

export const visibleTo = (message: StoredMessage, user: string): boolean =>
  message.ephemeralTo === undefined || message.ephemeralTo === user;
