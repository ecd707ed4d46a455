import type { StoredChannel, StoredMessage } from '../model.ts';
import { findMessage } from '../messages.ts';
import { Refusal } from '../refusal.ts';
import { imOf, personaOf, type Workspace } from '../workspace.ts';

/** A channel by its id; a person's id stands for the direct message with that person. Throws channel_not_found. */
export function channelOf(workspace: Workspace, id: string): StoredChannel {
  const channel = workspace.channels.get(personaOf(workspace, id) === undefined ? id : imOf(id));
  // Slack does not let on that there is a private channel which the app is not in.
  const isHidden = channel?.isPrivate === true && !channel.members.includes(workspace.options.bot.userId);
  if (channel === undefined || isHidden) throw new Refusal('channel_not_found');
  return channel;
}

/** The scopes that cover a channel differ by its kind. */
export const kindOfScope = ({ kind, isPrivate }: StoredChannel): 'im' | 'groups' | 'channels' =>
  kind === 'im' ? 'im' : isPrivate ? 'groups' : 'channels';

/** The same, and the bot must be in it. Throws not_in_channel. */
export function joinedChannel(workspace: Workspace, id: string): StoredChannel {
  const channel = channelOf(workspace, id);
  if (!channel.members.includes(workspace.options.bot.userId)) throw new Refusal('not_in_channel');
  return channel;
}

export function messageIn(channel: StoredChannel, ts: string): StoredMessage {
  const message = findMessage(channel, ts);
  if (message === undefined || message.ephemeralTo !== undefined || message.tombstone) throw new Refusal('message_not_found');
  return message;
}

/** A thread's parent: a message that is no reply itself. Throws thread_not_found. */
export function assertThread(channel: StoredChannel, threadTs: string | undefined): void {
  if (threadTs === undefined) return;
  const parent = findMessage(channel, threadTs);
  if (parent === undefined || parent.threadTs !== undefined || parent.ephemeralTo !== undefined)
    throw new Refusal('thread_not_found');
}

export const fileReady = (workspace: Workspace) => (source: { id?: string | undefined; url?: string | undefined }) => {
  const id = source.id ?? /\/files\/(F[A-Z0-9]+)/.exec(source.url ?? '')?.[1];
  const file = workspace.files.get(id ?? '');
  return file !== undefined && file.completed && file.pollsLeft <= 0 && (file.bytes ?? file.draw) !== undefined;
};
