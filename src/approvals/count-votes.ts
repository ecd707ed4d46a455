import type { Ctx } from '../db/ctx.ts';
import { evidenceOf } from './load-request.ts';
import type { Counted } from './outcome.ts';
import type { Policy } from './policy.ts';
import { goneOf } from './shown-now.ts';
import { selectVotes, type RequestRow, type VoteRow } from './request-store.ts';

const maxVotes = 1_000;

/**
 * The votes that count at this instant. An agreement given before the evidence changed does not: it was to something
 * else, and whoever gave it may look and vote again. Nor does the vote of somebody who has left.
 */
export async function countedVotes(ctx: Ctx, row: RequestRow, policy: Policy): Promise<{ votes: VoteRow[]; counted: Counted[] }> {
  const votes = await selectVotes(ctx.db, [row.id], maxVotes);
  const gone = votes.length === 0 ? new Set<string>() : await goneOf(ctx, row, policy, votes);
  const { matterSince } = evidenceOf(row);
  const counted = votes
    .filter((one) => counts(one, matterSince) && !gone.has(one.personId))
    .map(({ personId, seat, onBehalfOfId, decision }) => ({ personId, seat, holderId: onBehalfOfId ?? personId, decision }));
  return { votes, counted };
}

/** A refusal stands whatever changes; an agreement was to what was shown. */
export const counts = (vote: Pick<VoteRow, 'decision' | 'revisionSeen'>, since: number): boolean =>
  vote.decision === 'refuse' || vote.revisionSeen >= since;
