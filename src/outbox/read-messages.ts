import type { Ctx } from '../db/ctx.ts';
import {
  findMessage,
  isInThread,
  knownChannel,
  lastSent,
  lastSentAt,
  lastShown,
  pending,
  selectAt,
  sentMessages,
  type OutboxRow,
} from './store.ts';

type With = Pick<Ctx, 'db'>;

export const readMessage = (ctx: With, id: string): Promise<OutboxRow | undefined> => findMessage(ctx.db, id);

/** Whether a message is part of a thread that Leeway opened or was called into; nothing else in a channel is read. */
export const speaksInThread = (ctx: With, channel: string, threadTs: string): Promise<boolean> =>
  isInThread(ctx.db, channel, threadTs);

/** The message of ours that stands at a place in Slack; undefined for anybody else's. */
export const readMessageAt = (ctx: With, channel: string, ts: string): Promise<OutboxRow | undefined> =>
  selectAt(ctx.db, channel, ts);

/** The id of a channel that was written as `#name`, once something was sent to it. */
export const channelIdOf = (ctx: With, destination: string): Promise<string | undefined> => knownChannel(ctx.db, destination);

/** How many messages wait, and when the next of those that wait for their time is due (real time). */
export const readPending = (ctx: With): Promise<{ waiting: number; nextTryAt: Date | null }> => pending(ctx.db);

/** Milliseconds to wait so that a channel gets at most one message each `paceMs`, counted over all processes. */
export async function waitForTurn(ctx: With, channel: string, paceMs: number): Promise<number> {
  if (paceMs <= 0) return 0;
  const last = await lastSentAt(ctx.db, channel);
  return last ? Math.min(paceMs, Math.max(0, last.getTime() + paceMs - Date.now())) : 0;
}

/** The newest sent messages with the exact text that was sent, oldest first: to fill the sandbox again. */
export const readSentMessages = (ctx: With, limit: number): Promise<OutboxRow[]> => sentMessages(ctx.db, limit);

/** The message, or the edit of it, that Slack shows: with the exact text. */
export const readLastSent = (ctx: With, id: string): Promise<OutboxRow | undefined> => lastSent(ctx.db, id);

/**
 * SHA-256 of the exact payload that stood in a message when it showed a revision; null where none was sent with it, as for
 * a button in App Home.
 */
export async function readShown(ctx: With, id: string, revision: number): Promise<string | null> {
  return (await lastShown(ctx.db, id, revision))?.payloadHash ?? null;
}
