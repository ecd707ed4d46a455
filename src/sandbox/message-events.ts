import type { StoredMessage } from './model.ts';
import { messageJson } from './message-json.ts';
import type { Call } from './methods/define.ts';
import { defaultEvents } from './options.ts';
import { nextTs, type Workspace } from './workspace.ts';

/** Slack sends what is both subscribed to and covered by a scope. */
const scopeOf: Record<string, string> = {
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  app_mention: 'app_mentions:read',
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
};

export function wants(workspace: Workspace, event: string): boolean {
  const scope = scopeOf[event];
  return (workspace.options.events ?? defaultEvents).includes(event) && (scope === undefined || workspace.scopes.has(scope));
}

/** A message was posted: `message`, and `app_mention` beside it when it names the bot. The bot hears itself, too. */
export function tellPosted(call: Call, message: StoredMessage): void {
  const { workspace, delivery, base } = call;
  if (message.ephemeralTo !== undefined) return;
  const kind = kindOf(workspace, message);
  const { bot } = workspace.options;
  const event = { ...messageJson(workspace, message, base), channel: message.channel, event_ts: message.ts };
  if (wants(workspace, kind.subscription)) delivery.event('message', { ...event, channel_type: kind.channelType });
  const mentioned = message.text.includes(`<@${bot.userId}>`) && message.user !== bot.userId;
  if (mentioned && kind.channelType !== 'im' && wants(workspace, 'app_mention'))
    delivery.event('app_mention', { ...event, type: 'app_mention' });
}

export function tellEdited(call: Call, message: StoredMessage): void {
  change(call, message, 'message_changed', { message: messageJson(call.workspace, message, call.base) });
}

export function tellRemoved(call: Call, message: StoredMessage): void {
  change(call, message, 'message_deleted', { deleted_ts: message.ts });
}

function change({ workspace, delivery }: Call, message: StoredMessage, subtype: string, more: Record<string, unknown>): void {
  const kind = kindOf(workspace, message);
  if (message.ephemeralTo !== undefined || !wants(workspace, kind.subscription)) return;
  const ts = nextTs(workspace);
  delivery.event('message', {
    subtype,
    hidden: true,
    channel: message.channel,
    channel_type: kind.channelType,
    ts,
    event_ts: ts,
    ...more,
  });
}

export function tellReaction(
  { workspace, delivery }: Call,
  message: StoredMessage,
  user: string,
  reaction: string,
  removed: boolean,
): void {
  const type = removed ? 'reaction_removed' : 'reaction_added';
  if (!wants(workspace, type)) return;
  const item = { type: 'message', channel: message.channel, ts: message.ts };
  delivery.event(type, { user, reaction, item, item_user: message.user, event_ts: nextTs(workspace) });
}

function kindOf(workspace: Workspace, message: StoredMessage) {
  const channel = workspace.channels.get(message.channel);
  const channelType = channel?.kind === 'im' ? 'im' : channel?.isPrivate ? 'group' : 'channel';
  const plural = { im: 'im', group: 'groups', channel: 'channels' } as const;
  return { subscription: `message.${plural[channelType]}`, channelType } as const;
}
