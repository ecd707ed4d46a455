import { LeewayError } from '../shared/errors.ts';
import type { Ctx } from '../db/ctx.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import { personIn } from '../outbox/destination.ts';
import { channelIdOf, readMessage } from '../outbox/read-messages.ts';
import { noPlace } from './send-failure.ts';
import { findChat } from './store.ts';

/** Where a message goes: a channel, perhaps a thread in it, perhaps in place of an earlier message. */
export interface Place {
  channel: string;
  threadTs?: string;
  updateTs?: string;
}
export interface PlaceDeps {
  /** The Slack user of a person, or undefined for one without. */
  slackUserOf(ctx: Ctx, personId: string): Promise<string | undefined>;
}

const maxRemembered = 10_000;

/** Finds the place of a message. `unavailable` while a message that it refers to is not sent yet; other errors stay. */
export function createPlaces(deps: PlaceDeps): (ctx: Ctx, row: OutboxRow) => Promise<Place> {
  const chats = new Map<string, string>();

  async function directMessage(ctx: Ctx, personId: string): Promise<string> {
    // Asked each time: an account that was corrected is no longer written to.
    const userId = await deps.slackUserOf(ctx, personId);
    if (!userId) {
      throw new LeewayError('not-found', `“${personId}” has no Slack user, so no direct message can go there.`, {
        field: noPlace,
        hint: 'Give the person’s Slack user id in leeway.yml.',
      });
    }
    // Slack takes a user's id for the chat with the app; the chat's own id is known from the first answer on.
    return (await chatOf(ctx, userId)) ?? userId;
  }

  async function chatOf(ctx: Ctx, userId: string): Promise<string | undefined> {
    const channel = chats.get(userId) ?? (await findChat(ctx.db, userId));
    if (channel === undefined) return undefined;
    if (chats.size >= maxRemembered) chats.clear();
    chats.set(userId, channel);
    return channel;
  }

  /** Whether a chat is of an account that a person had before the one they have. */
  async function isFormer(ctx: Ctx, personId: string, channel: string): Promise<boolean> {
    const userId = await deps.slackUserOf(ctx, personId);
    const chat = userId && (await chatOf(ctx, userId));
    return Boolean(chat) && chat !== channel;
  }

  return async (ctx, row) => {
    if (row.updates) {
      const earlier = await sentMessage(ctx, row.updates);
      return { channel: earlier.channel, updateTs: earlier.ts, ...(earlier.threadTs ? { threadTs: earlier.threadTs } : {}) };
    }
    const person = personIn(row.destination);
    if (row.threadOf) {
      const parent = await sentMessage(ctx, row.threadOf);
      if (person && (await isFormer(ctx, person, parent.channel))) return { channel: await directMessage(ctx, person) };
      return { channel: parent.channel, threadTs: parent.threadTs ?? parent.ts };
    }
    const channel = person ? await directMessage(ctx, person) : await named(ctx, row.destination);
    return { channel, ...(row.threadTs ? { threadTs: row.threadTs } : {}) };
  };
}

const named = async (ctx: Ctx, destination: string): Promise<string> =>
  destination.startsWith('#') ? ((await channelIdOf(ctx, destination)) ?? destination) : destination;

/** Whether a place is a user's id, which Slack takes for a chat that is not known yet. */
export const isUser = (channel: string): boolean => /^[UW]/.test(channel);

const maxNesting = 5;

/** A message that was sent, and the thread it stands in. */
async function sentMessage(ctx: Ctx, id: string, nesting = 0): Promise<{ channel: string; ts: string; threadTs: string | null }> {
  const row = await readMessage(ctx, id);
  if (row?.slackChannel && row.slackTs) {
    const root = row.threadOf && nesting < maxNesting ? await sentMessage(ctx, row.threadOf, nesting + 1) : undefined;
    return { channel: row.slackChannel, ts: row.slackTs, threadTs: row.threadTs ?? root?.threadTs ?? root?.ts ?? null };
  }
  if (row && (row.state === 'queued' || row.state === 'claimed')) {
    throw new LeewayError('unavailable', 'The message that this one belongs to is not sent yet.');
  }
  throw new LeewayError('conflict', 'The message that this one belongs to was never sent.', {
    hint: 'Settle that one first: it is parked with its reason.',
  });
}
