import { write } from '../audit/write.ts';
import { moveCard } from '../cards/move-card.ts';
import type { Ctx } from '../db/ctx.ts';
import { endRequest } from './end-request.ts';
import { evidenceHash, factIdsOf, gateStates, sayChanges, type Evidence } from './evidence.ts';
import { cardOf, evidenceOf, policyOf } from './load-request.ts';
import { openNext } from './open-next.ts';
import { reading } from './open-request.ts';
import { changeRequest, lockRequest } from './request-store.ts';
import { shownNow } from './shown-now.ts';
import { whyVoid } from './why-void.ts';

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
