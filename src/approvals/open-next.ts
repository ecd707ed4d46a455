import type { WriteCtx } from '../audit/write.ts';
import { endRequest } from './end-request.ts';
import { evidenceHash, type Evidence } from './evidence.ts';
import { cardOf, evidenceOf, modelOf, policyOf } from './load-request.ts';
import { openQueued, reading } from './open-request.ts';
import type { Policy } from './policy.ts';
import { changeRequest, lockNextQueued, lockOpen, type RequestRow } from './request-store.ts';
import { shownNow } from './shown-now.ts';
import { whyVoid } from './why-void.ts';

const maxSkipped = 100;

/** The subject is free: of the requests that wait for it, the first that can still be done gets its turn. */
export async function openNext(w: WriteCtx, subjectKey: string): Promise<void> {
  if (await lockOpen(w.db, subjectKey)) return;
  for (let skipped = 0; skipped < maxSkipped; skipped++) {
    const next = await lockNextQueued(w.db, subjectKey);
    if (!next) return;
    const why = await whyVoid(w, next);
    if (why !== null) {
      await endRequest(w, next, { state: 'void', outcome: why });
      continue;
    }
    const ctx = reading(w);
    const policy = await policyOf(ctx, next);
    const current = await withEvidenceOfNow(w, next, policy);
    await openQueued(w, current, policy, await modelOf(w, next), (await cardOf(w, next)).id);
    w.audit({
      verb: 'approvals.open',
      subject: `request:${next.id}`,
      detail: { number: next.number, before: { state: 'queued' }, after: { state: 'open' } },
    });
    return;
  }
}

/** It may have waited for long, and what it waited for has changed what is live. */
async function withEvidenceOfNow(w: WriteCtx, row: RequestRow, policy: Policy): Promise<RequestRow> {
  const shown = await shownNow(reading(w), row, policy);
  const evidence: Evidence = { ...evidenceOf(row), shown, since: row.revision + 1, matterSince: row.revision + 1 };
  const change = { evidence, evidenceHash: evidenceHash(shown), replacesVersion: shown.serving };
  await changeRequest(w.db, row.id, change);
  return { ...row, ...change };
}
