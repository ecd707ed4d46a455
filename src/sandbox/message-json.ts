import type { StoredMessage } from './model.ts';
import { repliesOf } from './messages.ts';
import { fileJson } from './file-json.ts';
import { personaOf, type Workspace } from './workspace.ts';

/** A message as the Web API and interaction payloads say it. */
export function messageJson(
  workspace: Workspace,
  message: StoredMessage,
  base: string,
  withMetadata = false,
): Record<string, unknown> {
  const { bot, appId, team } = workspace.options;
  const channel = workspace.channels.get(message.channel);
  const replies = channel === undefined ? [] : repliesOf(channel, message.ts);
  const files = message.files.flatMap((id) => workspace.files.get(id) ?? []);
  const stranger = personaOf(workspace, message.user)?.teamId;
  const fromBot = message.user === bot.userId;
  return {
    type: 'message',
    ...(message.tombstone ? { subtype: 'tombstone', hidden: true } : {}),
    ...(files.length > 0 && !fromBot ? { subtype: 'file_share', upload: false } : {}),
    user: message.user,
    ...(fromBot ? { bot_id: bot.botId, app_id: appId } : {}),
    team: stranger ?? team.id,
    ...(stranger ? { user_team: stranger, source_team: stranger } : {}),
    ts: message.ts,
    text: message.text,
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(message.edited === undefined ? {} : { edited: { user: message.user, ts: message.edited } }),
    ...(message.threadTs === undefined
      ? {}
      : { thread_ts: message.threadTs, parent_user_id: channel?.messages.find((one) => one.ts === message.threadTs)?.user }),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: [...new Set(replies.map((reply) => reply.user))],
          latest_reply: replies.at(-1)?.ts,
        }),
    ...(message.reactions.length === 0
      ? {}
      : { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }),
    ...(files.length === 0 ? {} : { files: files.map((file) => fileJson(file, base)) }),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}
