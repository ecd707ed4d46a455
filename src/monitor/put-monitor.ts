import type { WriteCtx } from '../audit/write.ts';
import { putSchedule, putWatchedSchedule, removeSchedule, type WallTime } from '../queue/schedules.ts';
import { canonicalJson } from '../shared/canonical.ts';
import { sha256 } from '../shared/ids.ts';
import { nextWeekly } from '../shared/period.ts';
import type { MonitorSpec } from './schemas.ts';
import { deleteMonitor, upsertMonitor } from './store.ts';

const monday = 1;
/** A look that has not ended by then is missing. */
export const lateAfterMinutes = 60;
/** Not on the morning of the digest; it is asked on the first one of a month, when the month before is known. */
const samplingTime = { weekday: 2, hour: 10, minute: 0 };

/** Writes how a model is watched, and when, in the transaction of a verb, which authorises and audits. */
export async function putMonitor(w: WriteCtx, modelId: string, spec: MonitorSpec): Promise<void> {
  await upsertMonitor(w.db, { modelId, spec, specHash: sha256(canonicalJson(spec)), updatedAt: w.now });
  const { zone } = spec;
  await putLooks(w, modelId, 'monitor-day', spec.dailyAt === null ? null : { zone, weekday: null, ...clockTime(spec.dailyAt) });
  await putLooks(w, modelId, 'monitor-week', { zone, weekday: monday, ...clockTime(spec.weeklyAt) });
  if (spec.sampling?.monthly) await putSchedule(w, { kind: 'sampling', subject: modelId, zone, ...samplingTime });
  else await removeSchedule(w, 'sampling', modelId);
}

/** When a model's days or weeks are looked at, and when it is seen whether that look took place. */
async function putLooks(
  w: WriteCtx,
  subject: string,
  kind: 'monitor-day' | 'monitor-week',
  time: WallTime | null,
): Promise<void> {
  if (time === null) {
    await removeSchedule(w, kind, subject);
    await removeSchedule(w, `${kind}-late`, subject);
  } else {
    await putWatchedSchedule(w, { kind, subject, ...time }, lateAfterMinutes);
  }
}

/** Stops watching a model; its profiles, runs and facts stay. */
export async function removeMonitor(w: WriteCtx, modelId: string): Promise<void> {
  await deleteMonitor(w.db, modelId);
  await putLooks(w, modelId, 'monitor-day', null);
  await putLooks(w, modelId, 'monitor-week', null);
  await removeSchedule(w, 'sampling', modelId);
}

/** When the weekly look comes due next. */
export const nextLook = ({ zone, weeklyAt }: Pick<MonitorSpec, 'zone' | 'weeklyAt'>, now: Date): Date =>
  nextWeekly({ weekday: monday, zone, ...clockTime(weeklyAt) }, now);

export function clockTime(text: string): { hour: number; minute: number } {
  const [hour, minute] = text.split(':').map(Number);
  return { hour: hour ?? 0, minute: minute ?? 0 };
}
