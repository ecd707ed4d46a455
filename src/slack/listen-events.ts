import type { App } from '@slack/bolt';
import { write } from '../audit/write.ts';
import { say } from '../outbox/say.ts';
import { speaksInThread } from '../outbox/read-messages.ts';
import { homeArrival, messageArrival } from './arrivals.ts';
import { asPerson, describeError, type Desk } from './attend.ts';
import { answerInThread } from './handlers/answer-in-thread.ts';
import { takeFileOfComplaints } from './handlers/file-of-complaints.ts';
import { replyToCard } from './handlers/reply-to-card.ts';
import type { EventBody } from './request-body.ts';
import { typed } from './text.ts';
import { strangerHome } from './views/home.ts';

/** The event types that manifest.yml subscribes to. */
export const subscribedEvents = ['app_home_opened', 'app_mention', 'message.channels', 'message.groups', 'message.im'] as const;

/** What Bolt hands to a listener of events, as far as it is used here. */
interface Envelope {
  team_id?: string | undefined;
  event_id: string;
  authorizations?: { user_id: string }[];
}
const botOf = (body: Envelope): string | undefined => body.authorizations?.[0]?.user_id;

export function listenToEvents(app: App, desk: Desk): void {
  for (const type of ['app_mention', 'message'] as const) {
    app.event(type, async ({ event, body }) => onMessage(desk, event, body as Envelope));
  }
  app.event('app_home_opened', async ({ event, body }) => {
    const { user: userId, tab } = homeArrival.parse(event);
    if (tab === 'messages') return;
    const tell = async () => desk.api.publishHome(userId, strangerHome(await desk.deps.verbs.stranger(desk.ctx())));
    await asPerson(desk, { teamId: body.team_id ?? '', userId, tell }, (ctx) => desk.home.publish(ctx, userId));
  });
}

async function onMessage(desk: Desk, event: unknown, body: Envelope): Promise<void> {
  const message = messageArrival.parse(event);
  const isDirect = message.channel.startsWith('D');
  const place = { destination: message.channel, threadTs: message.thread_ts ?? message.ts };
  const notice = (text: string) =>
    write(desk.ctx(), (w) => say(w, { kind: 'notice', data: { text }, ...place, dedupeKey: `notice:${body.event_id}` }));
  const asked = {
    eventId: body.event_id,
    text: typed(message.text, botOf(body)),
    message,
    addressed: isDirect || message.type === 'app_mention',
  };
  const tell = async (told: { text: string }) => void (asked.addressed && (await notice(told.text)));
  try {
    await asPerson(desk, { teamId: message.user_team ?? body.team_id ?? '', userId: message.user, tell }, async (ctx) => {
      if (await replyToCard(desk, ctx, asked)) return;
      if (!(await takeFileOfComplaints(desk, ctx, asked))) await answerInThread(desk, ctx, asked);
    });
  } catch (error) {
    const { sentence, hint } = describeError(desk, error);
    if (asked.addressed) await notice([sentence, hint].filter(Boolean).join(' '));
  }
}

/** Messages that a person wrote; edits, joins and what bots say are none. */
const spokenSubtypes = new Set<unknown>([undefined, 'file_share', 'thread_broadcast']);

/**
 * Whether an event concerns Leeway. What people say in channels is read only in threads that Leeway opened or was called
 * into, and nothing else is stored: a mention there comes as an event of its own.
 */
export async function concernsUs(desk: Desk, body: EventBody): Promise<boolean> {
  const { event } = body;
  if (event['bot_id'] !== undefined || !spokenSubtypes.has(event['subtype'])) return false;
  if (event.type !== 'message') return event.type === 'app_mention' || event.type === 'app_home_opened';
  if (event['channel_type'] === 'im') return true;
  const { thread_ts: threadTs, channel, text } = event as Record<string, unknown>;
  if (typeof threadTs !== 'string' || typeof channel !== 'string') return false;
  const bot = botOf(body);
  if (bot && typeof text === 'string' && text.includes(`<@${bot}>`)) return false;
  return speaksInThread(desk.ctx(), channel, threadTs);
}
