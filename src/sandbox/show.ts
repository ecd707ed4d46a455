import type { ChannelSummary, SandboxMessage, SandboxView, StateResponse } from './contract.ts';
import { repliesOf, revisionOf, visibleTo } from './messages.ts';
import { mimeOf } from './file-json.ts';
import { withFiles } from './person-files.ts';
import type { StoredChannel, StoredMessage, StoredView } from './model.ts';
import { renderBlocks, renderText, type RenderContext } from './render-blocks.ts';
import { stateOf } from './view-state.ts';
import { type Workspace } from './workspace.ts';

// What the page is shown: the model as the contract's shapes, for one persona.

function contextOf(workspace: Workspace, base: string, state: RenderContext['state']): RenderContext {
  const { personas, bot, channels } = workspace.options;
  const mount = new URL(base).pathname.replace(/\/$/, '');
  return {
    users: [...personas.map((persona) => ({ id: persona.userId, name: persona.name })), { id: bot.userId, name: bot.name }],
    channels: channels.map((channel) => ({ id: channel.id, name: channel.name })),
    fileUrl: (id) => `${mount}/control/files/${id}`,
    state,
  };
}

export function showMessage(
  workspace: Workspace,
  channel: StoredChannel,
  message: StoredMessage,
  user: string,
  base: string,
): SandboxMessage {
  const replies = repliesOf(channel, message.ts);
  const threadTs = message.threadTs ?? (replies.length > 0 ? message.ts : undefined);
  const context = contextOf(workspace, base, stateOf(message.blocks, message.state.get(user)));
  const latestReply = replies.at(-1)?.ts;
  return {
    channel: message.channel,
    ts: message.ts,
    revision: revisionOf(message),
    ...(threadTs === undefined ? {} : { threadTs }),
    user: message.user,
    isBot: message.user === workspace.options.bot.userId,
    text: message.text,
    blocks: message.blocks,
    html: message.blocks.length > 0 ? renderBlocks(message.blocks, context) : renderText(message.text, context),
    reactions: message.reactions,
    replyCount: replies.length,
    replyUsers: [...new Set(replies.map((reply) => reply.user))],
    ...(latestReply === undefined ? {} : { latestReply }),
    edited: message.edited !== undefined,
    ephemeral: message.ephemeralTo !== undefined,
    files: message.files.flatMap((id) => {
      const file = workspace.files.get(id);
      if (file === undefined) return [];
      return [{ id, name: file.name, title: file.title, mimetype: mimeOf(file), url: context.fileUrl(id) }];
    }),
  };
}

const namedFiles = ({ files }: Workspace, view: StoredView) =>
  withFiles(view.state, (id) => ({ id, name: files.get(id)?.name ?? id }));

export function showView(workspace: Workspace, view: StoredView, base: string): SandboxView {
  return {
    id: view.id,
    type: view.type,
    callbackId: view.callback_id,
    title: view.title?.text ?? '',
    submit: view.submit?.text ?? null,
    close: view.close?.text ?? 'Cancel',
    hash: view.hash,
    previousViewId: view.previousId,
    blocks: view.blocks,
    html: renderBlocks(view.blocks, contextOf(workspace, base, namedFiles(workspace, view))),
  };
}

function showChannel(workspace: Workspace, channel: StoredChannel, user: string): ChannelSummary {
  const read = workspace.read.get(`${user} ${channel.id}`) ?? '0.000000';
  const seen = channel.messages.filter((message) => message.threadTs === undefined && visibleTo(message, user));
  const unread = seen.filter((message) => Number(message.ts) > Number(read) && message.user !== user).length;
  const { id, name, kind, topic, members } = channel;
  return { id, name, kind, topic, members, unread, lastTs: seen.at(-1)?.ts ?? null };
}

export const showClock = (workspace: Workspace): StateResponse['clock'] => ({
  now: workspace.options.clock.now().toISOString(),
  zone: workspace.options.zone ?? 'America/Chicago',
  busy: workspace.clock.busy,
  ...(workspace.clock.progress === undefined ? {} : { progress: workspace.clock.progress }),
});

export function showState(workspace: Workspace, user: string): StateResponse {
  const { options } = workspace;
  return {
    team: options.team,
    bot: options.bot,
    personas: [...options.personas],
    channels: [...workspace.channels.values()]
      .filter((channel) => channel.members.includes(user))
      .map((channel) => showChannel(workspace, channel, user)),
    clock: showClock(workspace),
    suggestions: [...(options.suggestions ?? [])],
    doings: (options.doings ?? []).map(({ name, label }) => ({ name, label })),
    commands: [...(options.commands ?? [])],
    shortcuts: [...(options.shortcuts ?? [])],
    faults: workspace.faults.list(),
  };
}
