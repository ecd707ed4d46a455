import type { Db } from '../db/db.ts';
import { addDays, dayIn, mondayOf } from '../shared/period.ts';
import { selectByKey, selectDigests, selectUncomposed } from './metrics-store.ts';

const maxAudiences = 200;
const maxJobs = 1_000;
const weekMs = 7 * 86_400_000;

/**
 * Seconds of domain time that each audience's digest is late: due and not in its channel, for whatever reason. 0 once it is
 * there, or once an operator gave it up.
 */
export async function readDigestLateness(db: Db, now: Date): Promise<{ audienceId: string; seconds: number }[]> {
  const digests = await selectDigests(db, maxAudiences);
  if (digests.length === 0) return [];
  const due = digests.map((one) => {
    // What nobody has taken up yet is due at its instant; otherwise the instant before it is the one that counts.
    const isWaiting = one.nextRunAt <= now;
    const dueAt = isWaiting ? one.nextRunAt : new Date(one.nextRunAt.getTime() - weekMs);
    const periodStart = addDays(mondayOf(dayIn(one.zone, dueAt)), -7);
    return { audienceId: one.audienceId, isWaiting, dueAt, wanted: `${one.audienceId}:${one.channel}:${periodStart}` };
  });
  const said = new Map((await selectByKey(db, due.map(keyOf))).map((row) => [row.dedupeKey, row.state]));
  const uncomposed = new Set(await selectUncomposed(db, maxJobs));
  return due.map((one) => {
    const state = said.get(keyOf(one));
    const isOut = state === undefined ? !one.isWaiting && !uncomposed.has(one.wanted) : ['sent', 'dropped'].includes(state);
    return { audienceId: one.audienceId, seconds: isOut ? 0 : Math.max(0, (now.getTime() - one.dueAt.getTime()) / 1000) };
  });
}

/** As digest/compose-digest.ts writes it. */
const keyOf = ({ wanted }: { wanted: string }) => `edition:${wanted}`;
