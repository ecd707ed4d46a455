import type { types } from '@slack/bolt';
import {
  WebClient,
  type ChatPostMessageArguments,
  type ChatUpdateArguments,
  type Logger,
  type ViewsPublishArguments,
} from '@slack/web-api';
import { LeewayError } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { Outgoing } from './blocks.ts';
import { checkPayload } from './check-payload.ts';
import { noOutcome } from './send-failure.ts';
import { downloadFile, type DownloadWish, type SlackFile } from './download-file.ts';

export interface Post extends Outgoing {
  channel: string;
  thread_ts?: string;
  metadata: { event_type: string; event_payload: Record<string, string> };
}
export interface SeenMessage {
  ts: string;
  outboxId: string | undefined;
  /** The line of an audit anchor that it carries along. */
  anchor: string | undefined;
}

/** Every call that Leeway makes of Slack. What breaks Slack's limits throws before it leaves. */
export interface SlackApi {
  client: WebClient;
  post(message: Post): Promise<{ channel: string; ts: string }>;
  update(message: Post, ts: string): Promise<{ channel: string; ts: string }>;
  /** One page of a channel or thread, newest first in a channel. */
  history(of: {
    channel: string;
    threadTs?: string;
    oldest: string;
    cursor?: string;
  }): Promise<{ messages: SeenMessage[]; next: string | undefined }>;
  openView(triggerId: string, view: types.ModalView): Promise<void>;
  updateView(viewId: string, view: types.ModalView, hash?: string): Promise<void>;
  publishHome(userId: string, view: types.HomeView): Promise<void>;
  /** Reads a file that a person gave to Leeway (download-file.ts). */
  readFile(wish: DownloadWish): Promise<SlackFile>;
}

export interface SlackApiOptions {
  token: string;
  apiUrl?: string;
  timeoutMs?: number;
  log: Log;
}
const historyPageSize = 100;
export const messageEventType = 'leeway_message';

export function createSlackApi({ token, apiUrl, timeoutMs = 10_000, log }: SlackApiOptions): SlackApi {
  // Retrying is the outbox's: the client's own would post a second time after a lost answer.
  const client = new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: asSlackLogger(log),
  });
  const quiet = { unfurl_links: false, unfurl_media: false };
  return {
    client,
    async post(message) {
      checkPayload(message);
      const { channel, ts } = await client.chat.postMessage({ ...message, ...quiet } as ChatPostMessageArguments);
      return { channel: needed(channel, 'channel'), ts: needed(ts, 'ts') };
    },
    async update(message, ts) {
      checkPayload(message);
      const { thread_ts: _thread, ...rest } = message;
      const done = await client.chat.update({ ...rest, ts } as ChatUpdateArguments);
      return { channel: needed(done.channel, 'channel'), ts: needed(done.ts, 'ts') };
    },
    async history({ channel, threadTs, oldest, cursor }) {
      const of = {
        channel,
        oldest,
        inclusive: true,
        limit: historyPageSize,
        include_all_metadata: true,
        ...(cursor ? { cursor } : {}),
      };
      const page = threadTs
        ? await client.conversations.replies({ ...of, ts: threadTs })
        : await client.conversations.history(of);
      return { messages: (page.messages ?? []).map(seen), next: page.response_metadata?.next_cursor || undefined };
    },
    async openView(triggerId, view) {
      checkPayload({ view });
      await client.views.open({ trigger_id: triggerId, view });
    },
    async updateView(viewId, view, hash) {
      checkPayload({ view });
      await client.views.update({ view_id: viewId, view, ...(hash ? { hash } : {}) });
    },
    readFile: (wish) => downloadFile({ client, token, apiUrl, timeoutMs }, wish),
    async publishHome(userId, view) {
      checkPayload({ view });
      await client.views.publish({ user_id: userId, view } as ViewsPublishArguments);
    },
  };
}

const seen = (message: { ts?: string; metadata?: unknown }): SeenMessage => {
  const metadata = message.metadata as
    | { event_type?: string; event_payload?: { outbox_id?: string; anchor?: string } }
    | undefined;
  const payload = metadata?.event_type === messageEventType ? metadata.event_payload : undefined;
  return { ts: message.ts ?? '', outboxId: payload?.outbox_id, anchor: payload?.anchor };
};

function needed(value: string | undefined, name: string): string {
  if (value) return value;
  throw new LeewayError('unavailable', `Slack answered without “${name}”, so it is not known whether the call worked.`, {
    field: noOutcome,
  });
}

/** Slack's libraries write their warnings into our log; what they call an error heals by our retry. */
export const asSlackLogger = (log: Log): Logger => ({
  debug: () => {},
  info: () => {},
  warn: (...words) => log.debug({ from: 'slack' }, words.map(String).join(' ')),
  error: (...words) => log.warn({ code: 'slack-library', from: 'slack' }, words.map(String).join(' ')),
  setLevel: () => {},
  getLevel: () => 'warn' as ReturnType<Logger['getLevel']>,
  setName: () => {},
});
