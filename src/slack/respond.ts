import { LeewayError } from '../shared/errors.ts';
import { checkPayload } from './check-payload.ts';
import type { Outgoing } from './blocks.ts';
import { note } from './views/note.ts';

/** Answers a command or click to the person alone; Slack takes five answers within 30 minutes. */
export type Respond = (message: Outgoing, options?: { replace?: boolean }) => Promise<void>;

export const respondTo =
  (responseUrl: string, timeoutMs: number): Respond =>
  async (message, options = {}) => {
    checkPayload(message);
    // A timer of our own: one of AbortSignal's would hold the whole exchange in memory until it fires.
    const giveUp = new AbortController();
    const timer = setTimeout(() => giveUp.abort(new DOMException('Slack took too long.', 'TimeoutError')), timeoutMs);
    try {
      const response = await fetch(responseUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        // A card carries its revision too, which is nothing that Slack takes.
        body: JSON.stringify({
          text: message.text,
          blocks: message.blocks,
          response_type: 'ephemeral',
          replace_original: options.replace === true,
        }),
        signal: giveUp.signal,
      });
      // Read to its end, so that the connection is used again.
      await response.arrayBuffer();
      if (!response.ok) throw new LeewayError('unavailable', `Slack did not take an answer (${response.status}).`);
    } finally {
      clearTimeout(timer);
    }
  };

/** Says “working on it” when the answer takes longer than `afterMs`; `end` once there is nothing more to wait for. */
export function patient(respond: Respond, afterMs: number): { with: Respond; end(): void } {
  let working: Promise<void> | undefined;
  const timer = setTimeout(() => (working = respond(note('Working on it…')).catch(() => {})), afterMs);
  return {
    async with(message, options) {
      clearTimeout(timer);
      await working;
      await respond(message, options);
    },
    end: () => clearTimeout(timer),
  };
}
