import { setTimeout as sleep } from 'node:timers/promises';
import type { Ctx } from '../db/ctx.ts';
import { claimMessages, type OutboxRow } from '../outbox/claim-messages.ts';
import { readPending } from '../outbox/read-messages.ts';
import { settleMessage, type Settlement } from '../outbox/settle-message.ts';
import { onWritten } from '../outbox/wake.ts';
import { messageOf } from '../shared/errors.ts';
import { newId } from '../shared/ids.ts';
import { reached } from '../shared/steps.ts';
import { failureOf, goneErrors } from './send-failure.ts';
import { sendMessage, type SendDeps } from './send-message.ts';
import type { Tuning } from './tuning.ts';

export interface SenderDeps extends SendDeps {
  /** A context of the system's, made anew for each message. */
  ctx(): Ctx;
  tuning: Tuning;
}
export interface Sender {
  /** Sends all that is due; resolves when nothing is in flight. What must wait for its time stays. */
  drain(): Promise<void>;
  /** Keeps sending until `stop`, which lets what is in flight finish. */
  start(): void;
  stop(): Promise<void>;
}

/** Sends the outbox: in order within a destination, destinations beside one another, each message once. */
export function createSender(deps: SenderDeps): Sender {
  const { tuning } = deps;
  const by = newId();
  const inFlight = new Set<Promise<void>>();
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

  async function deliver(row: OutboxRow): Promise<void> {
    const ctx = deps.ctx();
    reached('message-claimed', row.id);
    let to: Settlement;
    try {
      const sent = await sendMessage(deps, ctx, row);
      if (sent === 'lost') return;
      to = sent;
      if (sent.is === 'sent') deps.counters.sent++;
    } catch (error) {
      to = afterFailure(deps, ctx, row, error);
    }
    const settled = await settleMessage(ctx, row, to);
    reached('message-recorded', row.id);
    if (!settled)
      ctx.log.warn(
        { code: 'lease-outlived', message: row.id },
        'a message took longer than its lease; whoever has it now will find it',
      );
  }

  async function drain(): Promise<void> {
    while (!stopping) {
      const seen = written;
      const busy = inFlight.size > 0;
      const limit = tuning.maxInFlight - inFlight.size;
      const rows = limit > 0 ? await claimMessages(deps.ctx(), { by, leaseMs: tuning.leaseMs, limit }) : [];
      for (const row of rows) {
        const work: Promise<void> = deliver(row)
          .catch((error: unknown) =>
            deps
              .ctx()
              .log.warn(
                { code: 'message-left-claimed', message: row.id, error: messageOf(error) },
                'a message stays claimed until its lease is over',
              ),
          )
          .finally(() => inFlight.delete(work));
        inFlight.add(work);
      }
      if (rows.length > 0) continue;
      // What was in flight when the claim looked may have held the next one back, and be done by now: look again.
      if (!busy) return;
      if (inFlight.size > 0) await Promise.race([...inFlight, nextOccasion(tuning.pollMs, seen)]);
    }
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const seen = written;
      try {
        await drain();
        if (stopping) return;
        const { nextTryAt } = await readPending(deps.ctx());
        const untilNext = nextTryAt ? Math.max(10, nextTryAt.getTime() - Date.now()) : tuning.pollMs;
        await nextOccasion(Math.min(tuning.pollMs, untilNext), seen);
      } catch (error) {
        deps.ctx().log.warn({ code: 'outbox-unreadable', error: messageOf(error) }, 'the outbox could not be read; trying again');
        await nextOccasion(tuning.pollMs, written);
      }
    }
  }

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

/** When to try again, or why not. Parked means that a person must act. */
function afterFailure(deps: SenderDeps, ctx: Ctx, row: OutboxRow, error: unknown): Settlement {
  const failure = failureOf(error);
  const { tuning, counters } = deps;
  if (failure.is !== 'permanent' && row.attempts < tuning.maxAttempts) {
    counters.retried++;
    ctx.log.warn(
      { code: 'message-retried', message: row.id, attempt: row.attempts, error: failure.why },
      'a message waits for its next try',
    );
    if (failure.is === 'passing')
      return { is: 'again', afterMs: backoffMs(row.attempts, tuning), doubtful: failure.doubtful, why: failure.why };
    counters.rateLimited++;
    return { is: 'again', afterMs: failure.afterMs, doubtful: false, why: failure.why };
  }
  if (row.updates && failure.is === 'permanent' && goneErrors.has(failure.error)) {
    ctx.log.warn(
      { code: 'edit-refused', message: row.updates, error: failure.why },
      'a message stays as it is: Slack does not let it be edited',
    );
    return { is: 'dropped', why: failure.why };
  }
  counters.parked++;
  const given = failure.is === 'permanent' ? failure.why : `Given up after ${row.attempts} tries. ${failure.why}`;
  const why = row.doubtful ? `${given} An earlier try may have arrived: look in the channel before queueing it again.` : given;
  ctx.log.error(
    { code: 'message-parked', message: row.id, kind: row.kind, destination: row.destination, error: why },
    'a message is parked and needs an operator',
  );
  return { is: 'parked', why };
}

/** Doubles from `backoffBaseMs` to `backoffMaxMs`, of which a random half at least is waited. */
const backoffMs = (attempts: number, tuning: Tuning): number =>
  Math.min(tuning.backoffMaxMs, tuning.backoffBaseMs * 2 ** Math.min(attempts - 1, 30)) * (0.5 + Math.random() / 2);
