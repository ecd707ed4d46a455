import { readAnchorLine, type Anchor } from '../audit/anchors.ts';
import type { Ctx } from '../db/ctx.ts';
import { readOrganisation } from '../people/organisation.ts';
import { LeewayError } from '../shared/errors.ts';
import { sayInstant } from '../shared/period.ts';
import type { SlackApi } from './slack-api.ts';

const maxPages = 100;

/**
 * The anchors of the audit chain as they stand in Slack, oldest first: read from the channel itself and not from the
 * database, which is what they are to be held against. Throws `too-large` beyond 10,000 messages.
 */
export async function readAnchors(ctx: Pick<Ctx, 'db'>, api: SlackApi): Promise<Anchor[]> {
  const organisation = await readOrganisation(ctx);
  const channel = organisation?.auditChannel;
  if (!organisation || !channel) return [];
  const anchors: Anchor[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const { messages, next } = await api.history({ channel, oldest: '0', ...(cursor ? { cursor } : {}) });
    for (const { ts, anchor } of messages) {
      if (anchor === undefined) continue;
      const at = sayInstant(new Date(Number(ts) * 1_000), organisation.zone);
      const read = readAnchorLine(anchor, `the message of ${at} in the audit channel`);
      if (read) anchors.push(read);
    }
    if (!next) return anchors.toReversed();
    cursor = next;
  }
  throw new LeewayError('too-large', `The audit channel has more than ${maxPages * 100} messages; anchors are not read beyond.`, {
    hint: 'Give the audit chain a channel of its own: organisation.auditChannel.',
  });
}
