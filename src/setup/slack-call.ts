import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';

const callTimeoutMs = 10_000;
const maxWaits = 5;
const maxWaitSeconds = 90;

const quiet = () => {};
/** The doctor says what went wrong itself. */
const silent: NonNullable<ConstructorParameters<typeof WebClient>[1]>['logger'] = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  getLevel: () => 'error' as never,
  setName: quiet,
};

export const slackClient = (token: string, apiUrl: string | undefined): WebClient =>
  new WebClient(token, {
    ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
    timeout: callTimeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });

/** One call; where Slack asks to wait, it is waited for, five times and 90 s each at most. */
export async function patiently<T>(call: () => Promise<T>, waiting: (seconds: number) => void = quiet): Promise<T> {
  for (let waits = 0; ; waits++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof WebAPIRateLimitedError) || waits >= maxWaits || error.retryAfter > maxWaitSeconds) throw error;
      waiting(error.retryAfter);
      await sleep(error.retryAfter * 1000);
    }
  }
}

/** Slack's own name for what went wrong, such as `channel_not_found`; undefined when Slack did not answer. */
export const slackError = (error: unknown): string | undefined =>
  error instanceof WebAPIPlatformError ? error.data.error : undefined;
