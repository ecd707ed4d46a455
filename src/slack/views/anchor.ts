import type { Messages } from '../../outbox/say.ts';
import { createBlocks, type Outgoing } from '../blocks.ts';
import { mrkdwn, notification } from '../text.ts';

/** The head of the audit chain, for readers to keep; the line for a check goes along unseen. */
export function anchorMessage({ seq, hash, why, line }: Messages['anchor']): Outgoing & { remember: Record<string, string> } {
  const make = createBlocks();
  const said = `Audit chain: entry ${seq}${why === 'decision' ? ', after a decision on production' : ''}.`;
  return {
    text: notification(said),
    blocks: [
      make.section('anchor', mrkdwn(`${said} Its seal is ${hash}.`, 300)),
      make.context('why', ['Kept here so that nobody can rewrite the record unseen. Nothing to do.']),
    ],
    remember: { anchor: line },
  };
}
