import { z } from 'zod';
import { messageBlock, type SlackBlock } from './block-schemas.ts';
import type { RestoredMessage, StoredMessage } from './model.ts';
import { microsOf, type Workspace } from './workspace.ts';

/** Messages that Slack would still have. Blocks were checked when they were sent; those that cannot be read show their text. */
export function restoreMessages(workspace: Workspace, messages: readonly RestoredMessage[]): number {
  let restored = 0;
  for (const input of messages) {
    const channel = workspace.channels.get(input.channel);
    if (channel === undefined || channel.messages.some((message) => message.ts === input.ts)) continue;
    if (input.file) restoreFile(workspace, channel.id, input.file);
    const parsed = z.array(messageBlock).safeParse(input.blocks ?? []);
    const message: StoredMessage = {
      channel: channel.id,
      ts: input.ts,
      threadTs: input.thread_ts === input.ts ? undefined : input.thread_ts,
      user: workspace.options.bot.userId,
      text: input.text,
      blocks: parsed.success
        ? (parsed.data as SlackBlock[]).map((block, index) => ({ ...block, block_id: block.block_id ?? `r${index}` }))
        : [],
      metadata: input.metadata,
      reactions: [],
      edited: undefined,
      ephemeralTo: undefined,
      files: [],
      tombstone: false,
      earlier: [],
      state: new Map(),
    };
    channel.messages.push(message);
    channel.messages.sort((a, b) => microsOf(a.ts) - microsOf(b.ts));
    workspace.lastMicros = Math.max(workspace.lastMicros, microsOf(input.ts));
    restored++;
  }
  if (restored > 0) workspace.hub.tell({ type: 'reset' });
  return restored;
}

function restoreFile(workspace: Workspace, channel: string, file: NonNullable<RestoredMessage['file']>): void {
  workspace.files.set(file.id, {
    id: file.id,
    user: workspace.options.bot.userId,
    name: 'chart.png',
    title: 'chart.png',
    altText: file.alt,
    length: 0,
    bytes: undefined,
    draw: file.draw,
    completed: true,
    deleted: false,
    handedOver: false,
    pollsLeft: 0,
    created: Math.floor(workspace.options.clock.now().getTime() / 1000),
    channels: [channel],
  });
}
