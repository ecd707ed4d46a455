import type { WriteCtx } from '../audit/write.ts';
import { putWatchedSchedule, removeSchedule } from '../queue/schedules.ts';
import { deleteAudience, upsertAudience, type Audience } from './store.ts';

/** A digest that is not out by then is late, and is spoken of. */
const lateAfterMinutes = 15;

/** Writes an audience and when its digest comes, in the transaction of a verb, which authorises and audits. */
export async function putAudience(w: WriteCtx, audience: Audience): Promise<void> {
  await upsertAudience(w.db, audience);
  const { id, zone, weekday, hour } = audience;
  await putWatchedSchedule(w, { kind: 'digest', subject: id, zone, weekday, hour, minute: 0 }, lateAfterMinutes);
}

/** Takes an audience away; its editions stay. */
export async function removeAudience(w: WriteCtx, id: string): Promise<void> {
  await deleteAudience(w.db, id);
  await removeSchedule(w, 'digest', id);
  await removeSchedule(w, 'digest-late', id);
}
