import { LeewayError } from '../shared/errors.ts';
import { checkPayload } from './check-payload.ts';
import type { Outgoing } from './blocks.ts';

/** Answers a command or click to the person alone; Slack takes five answers within 30 minutes. */
export type Respond = (message: Outgoing, options?: { replace?: boolean }) => Promise<void>;

export const respondTo =
  (responseUrl: string, timeoutMs: number): Respond =>
  async (message, options = {}) => {
    checkPayload(message);
    const response = await fetch(responseUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...message, response_type: 'ephemeral', replace_original: options.replace === true }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new LeewayError('unavailable', `Slack did not take an answer (${response.status}).`);
  };
