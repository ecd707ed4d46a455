import type { WriteCtx } from '../audit/write.ts';
import { putSchedule, removeSchedule } from '../queue/schedules.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { sha256 } from '../shared/ids.ts';
import type { MonitorSpec } from './schemas.ts';
import { deleteMonitor, upsertMonitor } from './store.ts';

const monday = 1;

/** Writes how a model is watched, and when, in the transaction of a verb, which authorises and audits. */
export async function putMonitor(w: WriteCtx, modelId: string, spec: MonitorSpec): Promise<void> {
  await upsertMonitor(w.db, { modelId, spec, specHash: countingHash(spec), updatedAt: w.now });
  const { zone } = spec;
  await putSchedule(w, { kind: 'monitor-day', subject: modelId, zone, weekday: null, ...clockTime(spec.dailyAt) });
  await putSchedule(w, { kind: 'monitor-week', subject: modelId, zone, weekday: monday, ...clockTime(spec.weeklyAt) });
}

/** Stops watching a model; its profiles, runs and facts stay. */
export async function removeMonitor(w: WriteCtx, modelId: string): Promise<void> {
  await deleteMonitor(w.db, modelId);
  await removeSchedule(w, 'monitor-day', modelId);
  await removeSchedule(w, 'monitor-week', modelId);
}

/**
 * SHA-256 of the parts that counts depend on. Thresholds, phrases and times of day are not among them, so that changing
 * those does not throw stored profiles away.
 */
export function countingHash(spec: MonitorSpec): string {
  const { source, reference, inputs, predictions, outcome, baseline } = spec;
  const counted = inputs.map(({ name, type, expression }) => ({ name, type, expression }));
  const predicted = Object.entries(predictions).map(([version, { fallbackPhrase: _phrase, ...one }]) => [version, one] as const);
  return sha256(canonicalJson({ source, reference, counted, predicted, outcome: outcome.expression, baseline }));
}

function clockTime(text: string): { hour: number; minute: number } {
  const [hour, minute] = text.split(':').map(Number);
  return { hour: hour ?? 0, minute: minute ?? 0 };
}
