import type { WriteCtx } from '../audit/write.ts';
import { putSchedule, removeSchedule } from '../queue/schedules.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { sha256 } from '../shared/ids.ts';
import type { MonitorSpec } from './schemas.ts';
import { deleteMonitor, upsertMonitor } from './store.ts';

const monday = 1;
/** Not on the morning of the digest; it is asked on the first one of a month, when the month before is known. */
const samplingTime = { weekday: 2, hour: 10, minute: 0 };

/** Writes how a model is watched, and when, in the transaction of a verb, which authorises and audits. */
export async function putMonitor(w: WriteCtx, modelId: string, spec: MonitorSpec): Promise<void> {
  await upsertMonitor(w.db, { modelId, spec, specHash: sha256(canonicalJson(spec)), updatedAt: w.now });
  const { zone } = spec;
  if (spec.dailyAt === null) await removeSchedule(w, 'monitor-day', modelId);
  else await putSchedule(w, { kind: 'monitor-day', subject: modelId, zone, weekday: null, ...clockTime(spec.dailyAt) });
  await putSchedule(w, { kind: 'monitor-week', subject: modelId, zone, weekday: monday, ...clockTime(spec.weeklyAt) });
  if (spec.sampling?.monthly) await putSchedule(w, { kind: 'sampling', subject: modelId, zone, ...samplingTime });
  else await removeSchedule(w, 'sampling', modelId);
}

/** Stops watching a model; its profiles, runs and facts stay. */
export async function removeMonitor(w: WriteCtx, modelId: string): Promise<void> {
  await deleteMonitor(w.db, modelId);
  await removeSchedule(w, 'monitor-day', modelId);
  await removeSchedule(w, 'monitor-week', modelId);
  await removeSchedule(w, 'sampling', modelId);
}

function clockTime(text: string): { hour: number; minute: number } {
  const [hour, minute] = text.split(':').map(Number);
  return { hour: hour ?? 0, minute: minute ?? 0 };
}
