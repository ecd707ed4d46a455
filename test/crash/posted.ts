import type { Running } from '../sandbox/support.ts';
import { channel, type messagesOf } from './office.ts';

/** How often each step is tried; `npm run test:crash` says ten. */
export const times = Number(process.env['CRASH_TIMES'] ?? 1);

/** Starting a process takes long where many start at once. */
export const patienceMs = 120_000;

/** One edition with its chart, whose upload is a step too, and of each of its messages one in the channel. */
export const postedOnce = { editions: 1, kinds: ['edition', 'edition-details'], inChannel: [1, 1], charts: 1 };

export function posted(slack: Running, { editions, messages }: Awaited<ReturnType<typeof messagesOf>>): typeof postedOnce {
  const shown = slack.sandbox.state().channels.find((one) => one.id === channel)?.messages ?? [];
  const countOf = (id: string) => shown.filter((one) => one.metadata?.event_payload['outbox_id'] === id).length;
  return {
    editions,
    kinds: messages.map((one) => one.kind).toSorted(),
    inChannel: messages.map((one) => countOf(one.id)),
    charts: messages.filter((one) => one.fileId !== null).length,
  };
}
