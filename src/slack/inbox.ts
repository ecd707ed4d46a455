import { write } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import type { Queue } from '../queue/queue.ts';
import { claimArrival, deleteArrivals, findArrival, finishArrival, forgetArrival, insertArrival } from './store.ts';
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

/** Nothing arrives twice: keys that a repeated delivery shares, unique in the database. Bookkeeping, so real time. */
export function createInbox(ctx: () => Ctx, queue: Queue): Inbox {
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
    begin(key, kind) {
      const receivedAt = new Date();
      return claimArrival(ctx().db, { key, kind, receivedAt }, new Date(receivedAt.getTime() - abandonedAfterMs));
    },
    finish: (key) => finishArrival(ctx().db, key, new Date()),
    undo: (key) => forgetArrival(ctx().db, key),
    prune: () => deleteArrivals(ctx().db, new Date(Date.now() - keptMs)),
  };
}
