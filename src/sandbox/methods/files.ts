import { z } from 'zod';
import { fileJson } from '../file-json.ts';
import { tellPosted } from '../message-events.ts';
import { addMessage } from '../messages.ts';
import { bounds, type StoredFile } from '../model.ts';
import { addFile, appSees } from '../person-files.ts';
import { Refusal } from '../refusal.ts';
import { limits } from '../slack-limits.ts';
import type { Workspace } from '../workspace.ts';
import { json, method, tier, tsArg } from './define.ts';
import { assertThread, joinedChannel } from './lookup.ts';

const getUploadUrl = method({
  scopes: ['files:write'],
  perMinute: tier.four,
  args: {
    filename: z.string().min(1).max(255),
    length: z.coerce.number().int().min(1).max(bounds.fileBytes),
    alt_txt: z.string().max(limits.altText).optional(),
    alt_text: z.string().max(limits.altText).optional(),
    snippet_type: z.string().optional(),
  },
  run({ workspace, base }, args) {
    const file = addFile(workspace, {
      user: workspace.options.bot.userId,
      name: args.filename,
      length: args.length,
      altText: args.alt_text ?? args.alt_txt ?? '',
      polls: workspace.options.filePolls ?? 1,
    });
    return { upload_url: `${base}/slack/upload/${file.id}`, file_id: file.id };
  },
});

const complete = method({
  scopes: ['files:write'],
  perMinute: tier.four,
  args: {
    files: json(
      z
        .array(z.strictObject({ id: z.string(), title: z.string().optional(), highlight_type: z.string().optional() }))
        .min(1)
        .max(10),
    ),
    channel_id: z.string().optional(),
    thread_ts: tsArg.optional(),
    initial_comment: z.string().max(limits.messageText).optional(),
  },
  run(call, args) {
    const { workspace, base } = call;
    const channel = args.channel_id === undefined ? undefined : joinedChannel(workspace, args.channel_id);
    if (channel !== undefined) assertThread(channel, args.thread_ts);
    const files = args.files.map((entry) => {
      const file = fileOf(workspace, entry.id);
      if (file.bytes === undefined || file.completed) throw new Refusal('file_update_failed');
      return { file, title: entry.title ?? file.name };
    });
    for (const { file, title } of files) Object.assign(file, { title, completed: true });
    if (channel !== undefined) {
      const ids = files.map(({ file }) => file.id);
      for (const { file } of files) file.channels.push(channel.id);
      const user = workspace.options.bot.userId;
      const message = addMessage(workspace, {
        channel,
        user,
        text: args.initial_comment ?? '',
        threadTs: args.thread_ts,
        files: ids,
      });
      tellPosted(call, message);
    }
    return { files: files.map(({ file }) => fileJson(file, base)) };
  },
});

const info = method({
  scopes: ['files:read'],
  perMinute: tier.four,
  args: { file: z.string() },
  run({ workspace, base }, args) {
    const file = fileOf(workspace, args.file);
    const answer = fileJson(file, base);
    if (file.completed && file.pollsLeft > 0) file.pollsLeft--;
    return { file: answer, comments: [] };
  },
});

function fileOf(workspace: Workspace, id: string): StoredFile {
  const file = workspace.files.get(id);
  if (file === undefined || !appSees(workspace, file)) throw new Refusal('file_not_found');
  if (file.deleted) throw new Refusal('file_deleted');
  return file;
}

export const filesMethods = {
  'files.getUploadURLExternal': getUploadUrl,
  'files.completeUploadExternal': complete,
  'files.info': info,
};
