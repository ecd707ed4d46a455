import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Queue } from '../queue/queue.ts';
import { together } from '../shared/together.ts';
import { claimArrivals, deleteArrivals, findArrival, finishArrivals, forgetArrival, insertArrival } from './store.ts';
import type { EventBody } from './request-body.ts';

export interface Inbox {
  /** Stores an event and the job that handles it; false when it had come before. */
  accept(body: EventBody): Promise<boolean>;
  /** An event that still waits, or undefined. */
  load(key: string): Promise<unknown>;
  /** Begins a click or command once, however often it was delivered; false: it is begun already. */
  begin(key: string, kind: string): Promise<boolean>;
  finish(key: string): Promise<void>;
  /** Takes `begin` back, so that the same form can be sent again. */
  undo(key: string): Promise<void>;
  /** Forgets keys that no delivery can share any more; returns how many. */
  prune(): Promise<number>;
}

/** A click whose process died is free again after this long. */
const abandonedAfterMs = 15_000;
/** Slack repeats a delivery within minutes, and its triggers and forms live for hours. */
const keptMs = 7 * 24 * 3_600_000;
/** Clicks come in bursts: a burst is begun, and finished, in one statement each. Nobody feels this long. */
const bursts = { windowMs: 3, most: 50 };

/** Nothing arrives twice: keys that a repeated delivery shares, unique in the database. Bookkeeping, so real time. */
export function createInbox(ctx: () => Ctx, queue: Queue): Inbox {
  const begin = together<{ key: string; kind: string }, boolean>(async (arrivals) => {
    const receivedAt = new Date();
    const rows = new Map(arrivals.map(({ key, kind }) => [key, { key, kind, receivedAt }]));
    // In one order, so that processes which were sent the same keys wait for one another instead of locking up.
    const sorted = [...rows.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const free = await claimArrivals(ctx().db, sorted, new Date(receivedAt.getTime() - abandonedAfterMs));
    // Of two deliveries of one thing in one burst, the first begins.
    return arrivals.map(({ key }) => free.delete(key));
  }, bursts);
  const finish = together<string, void>(async (keys) => {
    await finishArrivals(ctx().db, [...keys], new Date());
    return keys.map(() => undefined);
  }, bursts);
  return {
    accept: (body) =>
      write(ctx(), async (w) => {
        const key = `event:${body.event_id}`;
        const isNew = await insertArrival(w.db, { key, kind: body.event.type, payload: body, receivedAt: new Date() });
        if (isNew) await queue.enqueue(w, 'slack-event', { key });
        return isNew;
      }),
    async load(key) {
      const row = await findArrival(ctx().db, key);
      return row && !row.doneAt ? row.payload : undefined;
    },
    begin: (key, kind) => begin({ key, kind }),
    finish,
    undo: (key) => forgetArrival(ctx().db, key),
    prune: () => deleteArrivals(ctx().db, new Date(Date.now() - keptMs)),
  };
}
