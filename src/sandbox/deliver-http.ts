import { createHmac } from 'node:crypto';
import { messageOf } from '../shared/errors.ts';
import type { Carrier, Retry, Try } from './deliver.ts';
import type { Workspace } from './workspace.ts';

const json = 'application/json';
const urlencoded = 'application/x-www-form-urlencoded';

/** Deliveries as signed requests to the app's request URL. */
export const httpCarrier = (workspace: Workspace): Carrier => ({
  carry(what, payload, retry) {
    if (what === 'events') return send(workspace, JSON.stringify(payload), json, retry);
    const form = what === 'commands' ? (payload as Record<string, string>) : { payload: JSON.stringify(payload) };
    return send(workspace, new URLSearchParams(form).toString(), urlencoded);
  },
});

/** One signed request (docs.slack.dev/authentication/verifying-requests-from-slack); its timestamp is real time. */
async function send(workspace: Workspace, body: string, contentType: string, retry?: Retry): Promise<Try> {
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
        ...(retry ? { 'X-Slack-Retry-Num': String(retry.attempt), 'X-Slack-Retry-Reason': retry.reason } : {}),
      },
      signal: AbortSignal.timeout(workspace.ackTimeoutMs),
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
