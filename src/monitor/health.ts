import type { WriteCtx } from '../audit/write.ts';
import type { Period } from '../shared/period.ts';
import { speakFrom, type FindingDraft } from './findings.ts';
import { deleteHealth, findLastWeek, putHealth, selectFindingsOf, selectHealth, type HealthRow } from './run-store.ts';

/** A published week decides a model's health. A day only ends an “unchecked” that an earlier day had brought. */
export async function noteChecked(
  w: WriteCtx,
  modelId: string,
  period: Period,
  runId: string,
  findings: readonly FindingDraft[],
): Promise<void> {
  if (period.grain === 'week')
    return putHealth(w.db, { ...healthOf(findings), ...lookOf(modelId, period, runId), updatedAt: w.now });
  const [health] = await selectHealth(w.db, [modelId]);
  const ended = health?.state === 'unchecked' && health.grain === 'day' && (health.periodStart ?? '') <= period.start;
  if (!ended) return;
  await deleteHealth(w.db, modelId);
  const week = await findLastWeek(w.db, modelId);
  if (!week) return;
  const last = { grain: 'week', start: week.periodStart, end: week.periodEnd } as const;
  const found = await selectFindingsOf(w.db, week.id);
  await putHealth(w.db, { ...healthOf(found), ...lookOf(modelId, last, week.id), updatedAt: w.now });
}

export const noteUnchecked = (
  w: WriteCtx,
  modelId: string,
  period: Period,
  runId: string,
  why: { severity: number; reason: string },
): Promise<void> =>
  putHealth(w.db, { state: 'unchecked', findings: 1, ...why, ...lookOf(modelId, period, runId), updatedAt: w.now });

const lookOf = (modelId: string, period: Period, lastRunId: string) => ({
  modelId,
  lastRunId,
  grain: period.grain,
  periodStart: period.start,
  periodEnd: period.end,
});

function healthOf(
  findings: readonly { kind: string; severity: number }[],
): Pick<HealthRow, 'state' | 'severity' | 'findings' | 'reason'> {
  const speaking = findings.filter((one) => one.severity >= speakFrom && !one.kind.endsWith('-better'));
  const severity = Math.max(0, ...speaking.map((one) => one.severity));
  return { state: speaking.length > 0 ? 'attention' : 'calm', severity, findings: speaking.length, reason: null };
}
