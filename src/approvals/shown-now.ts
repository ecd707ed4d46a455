import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { nothingShown, type Shown } from './evidence.ts';
import { gatherShown } from './gather-evidence.ts';
import { modelOf } from './load-request.ts';
import { loadSitting } from './load-table.ts';
import type { Policy } from './policy.ts';
import { selectVotes, type RequestRow } from './request-store.ts';

const maxVotes = 1_000;

/** What a card would show of a request's matter at this instant. `ctx` reads everything. */
export async function shownNow(ctx: Ctx, row: RequestRow, policy: Policy): Promise<Shown> {
  const { modelId, environment, version, fallbackVersion } = row;
  const shown =
    row.kind === 'promotion' && modelId !== null && environment !== null && version !== null
      ? await gatherShown(ctx, { modelId, environment, version, fallbackVersion }, policy.spec)
      : nothingShown();
  return { ...shown, gone: await goneVoters(ctx, row, policy) };
}

/** Names of those who have voted and have left, or whose seat is not theirs any more. */
async function goneVoters(ctx: Ctx, row: RequestRow, policy: Policy): Promise<string[]> {
  const votes = await selectVotes(ctx.db, [row.id], maxVotes);
  if (votes.length === 0) return [];
  const gone = await goneOf(ctx, row, policy, votes);
  const persons = await readPersons(ctx, [...gone]);
  return [...gone].map((id) => persons.get(id)?.name ?? id).sort();
}

/** Ids of voters whose vote does not count any more: they left, or they (or who they sat for) lost the seat. */
export async function goneOf(
  ctx: Ctx,
  row: RequestRow,
  policy: Policy,
  votes: readonly { personId: string; onBehalfOfId: string | null; seat: string }[],
): Promise<Set<string>> {
  // Of a rota everybody counts: whoever voted while on call has voted, though it is another's turn by now.
  const sitting = await loadSitting(ctx, policy.spec.seats, await modelOf(ctx, row), 'whole');
  const persons = await readPersons(
    ctx,
    votes.map((one) => one.personId),
  );
  return new Set(
    votes
      .filter((one) => !persons.get(one.personId)?.active || !sitting[one.seat]?.includes(one.onBehalfOfId ?? one.personId))
      .map((one) => one.personId),
  );
}
