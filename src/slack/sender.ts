import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../db/ctx.ts';
import { claimMessages } from '../outbox/claim-messages.ts';
import { claimsTogether } from '../outbox/claims-together.ts';
import { lookAtHolds } from '../outbox/hold-messages.ts';
import { readPending } from '../outbox/read-messages.ts';
import { onWritten } from '../outbox/wake.ts';
import { messageOf } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { createDelivery, type DeliverDeps } from './deliver-message.ts';

export interface SenderDeps extends Omit<DeliverDeps, 'claims'> {
  /** A context of the system's, made anew for each message. */
  ctx(): Ctx;
}
export interface Sender {
  /** Sends all that is due; resolves when nothing is in flight. What must wait for its time stays. */
  drain(): Promise<void>;
  /** Keeps sending until `stop`, which lets what is in flight finish. */
  start(): void;
  stop(): Promise<void>;
}

const togetherMs = 4;
const maxWaits = 5;

/** Sends the outbox: in order within a destination, destinations beside one another, each message once. */
export function createSender(deps: SenderDeps): Sender {
  const { tuning } = deps;
  const by = newId();
  const inFlight = new Set<Promise<void>>();
  const deliver = createDelivery({ ...deps, claims: claimsTogether(() => deps.ctx()) });
  let lookAt = 0;
  let stopping = false;
  let loop: Promise<void> | undefined;
  const waiting = new Set<() => void>();
  /** How often something was written: what came between a look and the waiting for the next is not waited for. */
  let written = 0;
  const wake = () => {
    written++;
    waiting.forEach((waiter) => waiter());
  };

  /** Resolves when something was written since `seen`, or after a while: other processes write too. */
  const nextOccasion = async (afterMs: number, seen: number): Promise<void> => {
    if (written !== seen) return;
    const over = new AbortController();
    const stop = () => over.abort();
    waiting.add(stop);
    await sleep(afterMs, undefined, { signal: over.signal }).catch(() => {});
    waiting.delete(stop);
  };

  /** Holds are looked at now and then, not at each claim. */
  function claim(limit: number): ReturnType<typeof claimMessages> {
    const at = performance.now();
    const isTime = at >= lookAt;
    if (isTime) lookAt = at + Math.min(tuning.pollMs, tuning.lookMs);
    const look = isTime ? { baseMs: tuning.lookMs, maxMs: tuning.lookMaxMs } : undefined;
    return claimMessages(deps.ctx(), { by, leaseMs: tuning.leaseMs, limit, look });
  }

  async function drain(): Promise<void> {
    while (!stopping) {
      const seen = written;
      const busy = inFlight.size > 0;
      const limit = tuning.maxInFlight - inFlight.size;
      const { rows, looked } = limit > 0 ? await claim(limit) : { rows: [], looked: [] };
      for (const row of rows) {
        const work: Promise<void> = deliver(deps.ctx(), row, looked)
          .catch((error: unknown) =>
            deps
              .ctx()
              .log.warn(
                { code: 'message-left-claimed', message: row.id, error: messageOf(error) },
                'a message stays claimed until its lease is over',
              ),
          )
          .finally(() => {
            inFlight.delete(work);
            wake();
          });
        inFlight.add(work);
      }
      if (rows.length === 0 && !busy) return;
      // Whatever is free now is in flight: what ends, or is written meanwhile, makes the next look worth its while.
      if (inFlight.size > 0) await nextOccasion(tuning.pollMs, seen);
      // Several end within a few milliseconds of one another: one claim serves them all.
      for (let waits = 0; waits < maxWaits && inFlight.size > tuning.maxInFlight / 2; waits++) await sleep(togetherMs);
    }
  }

  async function run(): Promise<void> {
    // A new token comes with a new process.
    await lookAtHolds(deps.ctx()).catch((error: unknown) => unreadable(error));
    while (!stopping) {
      const seen = written;
      try {
        await drain();
        if (stopping) return;
        const { nextTryAt } = await readPending(deps.ctx());
        const untilNext = nextTryAt ? Math.max(10, nextTryAt.getTime() - Date.now()) : tuning.pollMs;
        await nextOccasion(Math.min(tuning.pollMs, untilNext), seen);
      } catch (error) {
        unreadable(error);
        await nextOccasion(tuning.pollMs, written);
      }
    }
  }

  const unreadable = (error: unknown) =>
    deps.ctx().log.warn({ code: 'outbox-unreadable', error: messageOf(error) }, 'the outbox could not be read; trying again');

  const forget = onWritten(wake);
  return {
    drain,
    start: () => void (loop ??= run()),
    async stop() {
      stopping = true;
      forget();
      wake();
      await loop;
      await Promise.all(inFlight);
    },
  };
}
