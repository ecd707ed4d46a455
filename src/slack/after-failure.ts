import type { Ctx } from '../db/ctx.ts';
import type { OutboxRow } from '../outbox/claim-messages.ts';
import type { Refusal } from '../outbox/hold-messages.ts';
import type { Settlement } from '../outbox/settle-message.ts';
import type { Counters } from './counters.ts';
import { failureOf, goneErrors } from './send-failure.ts';
import type { Tuning } from './tuning.ts';

/** A settlement, or what is more than this message's: see hold-messages.ts and park-message.ts. */
export type Outcome =
  | Exclude<Settlement, { is: 'sent' }>
  | ({ is: 'held' } & Refusal)
  | { is: 'parked'; why: string; cause: string };

/** When to try again, or why not. Held and parked mean that a person must act. */
export function afterFailure(
  { tuning, counters }: { tuning: Tuning; counters: Counters },
  ctx: Ctx,
  row: OutboxRow,
  error: unknown,
): Outcome {
  const failure = failureOf(error);
  // What may not be looked for is no reason to hold back what was never tried.
  if (failure.is === 'held' && !(row.doubtful && failure.error === 'missing_scope')) return failure;
  if (failure.is === 'rate-limited') {
    counters.retried++;
    counters.rateLimited++;
    ctx.log.warn({ code: 'message-retried', message: row.id, error: failure.why }, 'a message waits for its next try');
    return { is: 'again', afterMs: failure.afterMs, doubtful: false, why: failure.why, uncounted: true };
  }
  const isFault = failure.is === 'passing' && failure.isFault === true;
  const tries = isFault ? Math.min(tuning.maxFaults, tuning.maxAttempts) : tuning.maxAttempts;
  if (failure.is === 'passing' && row.attempts < tries) {
    counters.retried++;
    ctx.log.warn(
      { code: 'message-retried', message: row.id, attempt: row.attempts, error: failure.why },
      'a message waits for its next try',
    );
    return { is: 'again', afterMs: backoffMs(row.attempts, tuning), doubtful: failure.doubtful, why: failure.why };
  }
  if (row.updates && failure.is === 'permanent' && goneErrors.has(failure.error)) {
    ctx.log.warn(
      { code: 'edit-refused', message: row.updates, error: failure.why },
      'a message stays as it is: Slack does not let it be edited',
    );
    return { is: 'dropped', why: failure.why };
  }
  const given = failure.is === 'passing' ? `Given up after ${row.attempts} tries. ${failure.why}` : failure.why;
  const why = row.doubtful ? `${given} An earlier try may have arrived: look in the channel before queueing it again.` : given;
  return { is: 'parked', why, cause: isFault ? 'fault' : failure.is === 'passing' ? 'given_up' : failure.error };
}

/** Doubles from `backoffBaseMs` to `backoffMaxMs`, of which a random half at least is waited. */
const backoffMs = (attempts: number, tuning: Tuning): number =>
  Math.min(tuning.backoffMaxMs, tuning.backoffBaseMs * 2 ** Math.min(attempts - 1, 30)) * (0.5 + Math.random() / 2);
