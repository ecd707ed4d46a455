import { write } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { readPersons } from '../people/read-persons.ts';
import { endRequest } from './end-request.ts';
import { evidenceHash, factIdsOf, gateStates, nothingShown, sayChanges, type Evidence, type Shown } from './evidence.ts';
import { gatherShown } from './gather-evidence.ts';
import { cardOf, evidenceOf, modelOf, policyOf } from './load-request.ts';
import { loadSitting } from './load-table.ts';
import { openNext } from './open-next.ts';
import { reading } from './open-request.ts';
import type { Policy } from './policy.ts';
import { changeRequest, lockRequest, selectVotes, type RequestRow } from './request-store.ts';
import { whyVoid } from './why-void.ts';

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

/**
 * Brings a request's evidence up to date, in a transaction of its own: its card moves on by a revision that names what
 * changed, or the request ends because what it asks for cannot be done any more. Returns the changes in words.
 */
export async function refreshEvidence(ctx: Ctx, requestId: string): Promise<string[]> {
  return write(reading(ctx), async (w) => {
    const row = await lockRequest(w.db, requestId);
    if (row?.state !== 'open') return [];
    const why = await whyVoid(w, row);
    if (why !== null) {
      await endRequest(w, row, { state: 'void', outcome: why });
      await openNext(w, row.subjectKey);
      return [why];
    }
    const before = evidenceOf(row);
    const shown = await shownNow(w, row, await policyOf(w, row));
    const changes = sayChanges(before.shown, shown);
    const hash = evidenceHash(shown);
    if (hash === row.evidenceHash) return [];
    const card = await cardOf(w, row);
    const moved = await moveCard(w, card.id, {
      happening: { kind: 'evidence-changed', data: { changes, revision: card.revision + 1 } },
      tell: ['requester'],
    });
    const sameMatter = evidenceHash({ ...shown, gone: before.shown.gone }) === row.evidenceHash;
    const matterSince = sameMatter ? before.matterSince : moved.revision;
    const evidence: Evidence = { ...before, shown, since: moved.revision, matterSince };
    await changeRequest(w.db, row.id, { evidence, evidenceHash: hash, revision: moved.revision, replacesVersion: shown.serving });
    w.audit({
      verb: 'approvals.evidence-changed',
      subject: `request:${row.id}`,
      detail: {
        number: row.number,
        changes,
        gates: gateStates(shown),
        facts: factIdsOf(shown),
        before: { evidenceHash: row.evidenceHash, revision: row.revision },
        after: { evidenceHash: hash, revision: moved.revision },
      },
    });
    return changes;
  });
}
