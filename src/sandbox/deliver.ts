import { createHmac, randomBytes } from 'node:crypto';
import { messageOf } from '../shared/errors.ts';
import { createAstray } from './deliver-astray.ts';
import type { Workspace } from './workspace.ts';

/** What came of one delivery that a person waits for. */
export type Answer =
  | { ok: true; ackMs: number; body: string; contentType: string }
  | { ok: false; ackMs: number; error: 'operation_timeout' | 'dispatch_failed'; reason: string };

export interface Delivery {
  /** Sends an event in the background; what is not acknowledged is sent again as Slack does it. */
  event(type: string, event: Record<string, unknown>): void;
  /** The same, but resolves after the first try. */
  eventNow(type: string, event: Record<string, unknown>): Promise<Answer>;
  command(form: Record<string, string>): Promise<Answer>;
  interaction(payload: Record<string, unknown>): Promise<Answer>;
  close(): void;
}

type Try = Answer & { noRetry?: boolean; retryReason?: string };
const defaultRetryDelaysMs = [0, 60_000, 300_000];
const defaultAckTimeoutMs = 3000;
/** Events that wait for another try; Slack's own cap is 30,000 an hour. */
const maxWaiting = 5000;

export function createDelivery(workspace: Workspace): Delivery {
  const { options } = workspace;
  const delays = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const waiting = new Set<NodeJS.Timeout>();
  /** Why the last try of a body failed. */
  const reasons = new Map<string, string>();
  let closed = false;
  const astray = createAstray(workspace);
  const form = (what: 'commands' | 'clicks', body: Record<string, string>) =>
    astray.deliver(what, () => send(workspace, new URLSearchParams(body).toString(), 'application/x-www-form-urlencoded'));

  async function deliver(body: string, attempt: number): Promise<Answer> {
    const retry =
      attempt === 0 ? {} : { 'X-Slack-Retry-Num': String(attempt), 'X-Slack-Retry-Reason': reasons.get(body) ?? 'http_error' };
    const answer: Try = await send(workspace, body, 'application/json', retry);
    const delay = delays[attempt];
    if (answer.ok || answer.noRetry || delay === undefined || closed || waiting.size >= maxWaiting) {
      reasons.delete(body);
      if (!answer.ok)
        options.log.warn(
          { code: 'sandbox-unacknowledged', reason: answer.reason, attempt },
          'the app did not acknowledge an event',
        );
      return answer;
    }
    reasons.set(body, answer.retryReason ?? 'http_error');
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void deliver(body, attempt + 1);
    }, delay);
    timer.unref();
    waiting.add(timer);
    return answer;
  }

  function eventNow(type: string, event: Record<string, unknown>): Promise<Answer> {
    const body = JSON.stringify(envelope(workspace, type, event));
    return astray.deliver('events', () => deliver(body, 0));
  }
  return {
    event: (type, event) => void eventNow(type, event),
    eventNow,
    command: (body) => form('commands', body),
    interaction: (payload) => form('clicks', { payload: JSON.stringify(payload) }),
    close() {
      closed = true;
      astray.close();
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}

function envelope({ options }: Workspace, type: string, event: Record<string, unknown>): Record<string, unknown> {
  return {
    token: '',
    team_id: options.team.id,
    context_team_id: options.team.id,
    api_app_id: options.appId,
    event: { type, ...event },
    type: 'event_callback',
    event_id: `Ev${randomBytes(6).toString('hex').toUpperCase()}`,
    event_time: Math.floor(options.clock.now().getTime() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: options.team.id, user_id: options.bot.userId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}

/** One signed request (docs.slack.dev/authentication/verifying-requests-from-slack); its timestamp is real time. */
async function send(workspace: Workspace, body: string, contentType: string, more: Record<string, string> = {}): Promise<Try> {
  const { options } = workspace;
  const seconds = Math.floor(workspace.realNow() / 1000);
  const signature = createHmac('sha256', options.signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const started = performance.now();
  const ackMs = () => Math.round(performance.now() - started);
  try {
    const response = await fetch(options.deliverTo(), {
      method: 'POST',
      body,
      headers: {
        'Content-Type': contentType,
        'X-Slack-Request-Timestamp': String(seconds),
        'X-Slack-Signature': `v0=${signature}`,
        ...more,
      },
      signal: AbortSignal.timeout(options.ackTimeoutMs ?? defaultAckTimeoutMs),
    });
    const text = await response.text();
    if (response.ok) return { ok: true, ackMs: ackMs(), body: text, contentType: response.headers.get('content-type') ?? '' };
    const noRetry = response.headers.get('x-slack-no-retry') === '1';
    return {
      ok: false,
      ackMs: ackMs(),
      error: 'dispatch_failed',
      reason: `HTTP ${response.status}`,
      retryReason: 'http_error',
      noRetry,
    };
  } catch (error) {
    const timeout = error instanceof Error && error.name === 'TimeoutError';
    return {
      ok: false,
      ackMs: ackMs(),
      error: timeout ? 'operation_timeout' : 'dispatch_failed',
      reason: timeout ? 'no answer in time' : messageOf(error),
      retryReason: timeout ? 'http_timeout' : 'connection_failed',
    };
  }
}
