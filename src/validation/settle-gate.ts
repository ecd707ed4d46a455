import { write, type WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { recordFacts } from '../facts/record-facts.ts';
import type { Fact } from '../shared/fact.ts';
import type { Finding } from './judged.ts';
import type { Span, VersionKey } from './schemas.ts';
import { updateGate } from './store.ts';

export interface Settled {
  runId: string;
  key: VersionKey & { gate: string };
  finding: Finding;
  facts: Fact[];
  fit: Span | null;
  test: Span | null;
}

/** Makes a check's result true: its facts, its sentence, its audit entry. False when newer checks have begun. */
export const settleGate = (ctx: Ctx, settled: Settled): Promise<boolean> => write(ctx, (w) => settleGateIn(w, settled));

export async function settleGateIn(w: WriteCtx, { runId, key, finding, facts, fit, test }: Settled): Promise<boolean> {
  const { state, reason, slots, evidence } = finding;
  const done = await updateGate(w.db, runId, key, {
    state,
    reason,
    slots: Object.fromEntries(Object.entries(slots).map(([slot, fact]) => [slot, fact.id])),
    evidence: { ...evidence, run: runId },
    ...(fit ? { fitStart: fit.start, fitEnd: fit.end } : {}),
    ...(test ? { testStart: test.start, testEnd: test.end } : {}),
    finishedAt: w.now,
  });
  if (!done) return false;
  const { count, digest } = await recordFacts(w, facts);
  w.audit({
    verb: 'validation.settle-gate',
    subject: `model:${key.modelId}`,
    detail: { version: key.version, gate: key.gate, state, run: runId, facts: count, factDigest: digest },
  });
  return true;
}
