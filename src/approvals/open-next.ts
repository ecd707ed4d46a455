import type { WriteCtx } from '../audit/write.ts';
import { endRequest } from './end-request.ts';
import { cardOf, modelOf, policyOf } from './load-request.ts';
import { openQueued, reading } from './open-request.ts';
import { lockNextQueued, lockOpen } from './request-store.ts';
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
    await openQueued(w, next, policy, await modelOf(w, next), (await cardOf(w, next)).id);
    w.audit({
      verb: 'approvals.open',
      subject: `request:${next.id}`,
      detail: { number: next.number, before: { state: 'queued' }, after: { state: 'open' } },
    });
    return;
  }
}
