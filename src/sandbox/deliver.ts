import { randomBytes } from 'node:crypto';
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

export type Try = Answer & { noRetry?: boolean; retryReason?: string };
/** Which try it is, from 1, and why the one before failed. */
export interface Retry {
  attempt: number;
  reason: string;
}
/** How deliveries get to the app: over HTTP, or over its connections. */
export interface Carrier {
  carry(what: 'events' | 'commands' | 'clicks', payload: Record<string, unknown>, retry?: Retry): Promise<Try>;
}
const defaultRetryDelaysMs = [0, 60_000, 300_000];
/** Events that wait for another try; Slack's own cap is 30,000 an hour. */
const maxWaiting = 5000;

export function createDelivery(workspace: Workspace, carrier: Carrier): Delivery {
  const { options } = workspace;
  const delays = options.retryDelaysMs ?? defaultRetryDelaysMs;
  const waiting = new Set<NodeJS.Timeout>();
  let closed = false;
  const astray = createAstray(workspace);

  async function deliver(body: Record<string, unknown>, retry?: Retry): Promise<Answer> {
    const attempt = retry?.attempt ?? 0;
    const answer = await carrier.carry('events', body, retry);
    const delay = delays[attempt];
    if (answer.ok || answer.noRetry || delay === undefined || closed || waiting.size >= maxWaiting) {
      if (!answer.ok)
        options.log.warn(
          { code: 'sandbox-unacknowledged', reason: answer.reason, attempt },
          'the app did not acknowledge an event',
        );
      return answer;
    }
    const timer = setTimeout(() => {
      waiting.delete(timer);
      void deliver(body, { attempt: attempt + 1, reason: answer.retryReason ?? 'http_error' });
    }, delay);
    timer.unref();
    waiting.add(timer);
    return answer;
  }

  function eventNow(type: string, event: Record<string, unknown>): Promise<Answer> {
    const body = envelope(workspace, type, event);
    return astray.deliver('events', () => deliver(body));
  }
  return {
    event: (type, event) => void eventNow(type, event),
    eventNow,
    command: (form) => astray.deliver('commands', () => carrier.carry('commands', form)),
    interaction: (payload) => astray.deliver('clicks', () => carrier.carry('clicks', payload)),
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
