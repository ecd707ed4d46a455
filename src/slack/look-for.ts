import { WebAPIPlatformError } from '@slack/web-api';
import { LeewayError } from '../shared/errors.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import { isUser, type Place } from './place.ts';
import type { SlackApi } from './slack-api.ts';

/** Covers clocks that differ; a wider window only reads more, since a message is known by its outbox id. */
const marginSeconds = 300;
const maxPages = 20;

/**
 * The `ts` of a message whose sending had no certain outcome, or undefined when Slack does not have it. It cannot be older
 * than the row: `madeAt` is domain time, as Slack's `ts` are in the sandbox, and the real time everywhere else.
 * `too-large` when the window is longer than `maxPages` pages: then a person has to look.
 */
export async function lookFor(api: SlackApi, row: OutboxRow, place: Place): Promise<string | undefined> {
  // A person's first direct message goes to the user's id, under which Slack shows no history.
  if (isUser(place.channel)) {
    throw new LeewayError(
      'conflict',
      `It may have arrived as the first direct message to ${place.channel}, where Leeway cannot look.`,
      {
        hint: 'Ask the person: if it is there, mark it sent; if not, queue it again.',
      },
    );
  }
  const oldest = String(Math.max(0, Math.floor(row.madeAt.getTime() / 1000) - marginSeconds));
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const of = { channel: place.channel, oldest, ...(place.threadTs ? { threadTs: place.threadTs } : {}) };
    const { messages, next } = await api.history({ ...of, ...(cursor ? { cursor } : {}) }).catch(mayNotLook(place));
    const found = messages.find((message) => message.outboxId === row.id);
    if (found) return found.ts;
    if (!next) return undefined;
    cursor = next;
  }
  throw new LeewayError('too-large', `It may have arrived, but ${maxPages} pages of ${place.channel} did not show it.`, {
    hint: 'Look in the channel: if it is there, mark it sent; if not, queue it again.',
  });
}

/** Where an administrator has not let Leeway read a channel, only this message waits for a person. */
const mayNotLook = (place: Place) => (error: unknown) => {
  if (!(error instanceof WebAPIPlatformError) || error.data.error !== 'missing_scope') throw error;
  throw new LeewayError('conflict', `It may have arrived in ${place.channel}, which Leeway may not read.`, {
    hint: 'Look in the channel: if it is there, mark it sent; if not, queue it again.',
    cause: error,
  });
};
