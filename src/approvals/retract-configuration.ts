import type { WriteCtx } from '../audit/write.ts';
import { endRequest } from './end-request.ts';
import { openNext } from './open-next.ts';
import { lockRequest } from './request-store.ts';

/**
 * Takes a change of configuration back that nobody wants any more, because the file says again what holds; in the caller's
 * transaction, which authorises. One that is decided already is left alone. Returns its number where it was taken back.
 */
export async function retractConfiguration(w: WriteCtx, requestId: string): Promise<number | undefined> {
  const row = await lockRequest(w.db, requestId);
  if (row?.kind !== 'configuration' || (row.state !== 'open' && row.state !== 'queued')) return undefined;
  const outcome = `${w.actor.name} applied the file without this change: nothing is left to decide.`;
  await endRequest(w, row, { state: 'withdrawn', outcome });
  if (row.state === 'open') await openNext(w, row.subjectKey);
  return row.number;
}
