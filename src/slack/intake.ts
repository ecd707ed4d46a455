import type { App } from '@slack/bolt';
import { messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { createAfterAck, type AfterAck } from './after-ack.ts';
import type { Counters } from './counters.ts';
import type { EventBody, SlackBody } from './request-body.ts';

export interface IntakeDeps {
  counters: Counters;
  log: Log;
  /** Stores an event before it is acknowledged; a failure makes Slack deliver it again. */
  acceptEvent(body: EventBody): Promise<void>;
  /** Hears how long Slack waited for each answer. */
  acknowledged?: ((answer: { outcome: 'acknowledged' | 'refused'; seconds: number }) => void) | undefined;
  ackTimeoutMs?: number;
  /** How many deliveries may be worked on or wait for it; one more is not acknowledged. */
  maxUnfinished?: number;
  stopTimeoutMs?: number;
}

/** Acknowledged, with what is said along; or not, with the HTTP status that says why. */
export type Acknowledgement = { ok: true; said?: unknown } | { ok: false; status: number };

/** What a receiver does with a delivery once it knows that it is Slack's, whichever way it came. */
export interface Intake {
  /** Counts a delivery from its arrival to its answer: work that follows acknowledgements lets it go first. */
  arriving<T>(work: () => Promise<T>): Promise<T>;
  take(sent: Exclude<SlackBody, { is: 'verification' }>): Promise<Acknowledgement>;
  /** Does work that follows an acknowledgement, see `AfterAck.run`. */
  afterAck: AfterAck['run'];
  init(bolt: App): void;
  /** From now on nothing is acknowledged; resolves when nobody waits for an answer any more. */
  refuse(): Promise<void>;
  /** Finishes what was acknowledged; what does not end in time is logged. */
  finish(): Promise<void>;
}

const settlePollMs = 10;

export function createIntake(deps: IntakeDeps): Intake {
  const { counters, log, ackTimeoutMs = 2900, maxUnfinished = 1000, stopTimeoutMs = 10_000 } = deps;
  const running = new Set<Promise<unknown>>();
  const traffic = { unanswered: 0, arrivals: 0 };
  const afterAck = createAfterAck(traffic);
  let isStopping = false;
  let app: App;

  /** Runs Bolt's listeners; the answer is what one of them acknowledges with, which is before its work. */
  const dispatch = (body: Record<string, unknown>): Promise<Acknowledgement> =>
    new Promise((resolve) => {
      const late = setTimeout(() => {
        counters.notAcknowledged++;
        resolve({ ok: false, status: 503 });
      }, ackTimeoutMs);
      const answer = (said?: unknown) => {
        clearTimeout(late);
        resolve(said ? { ok: true, said } : { ok: true });
      };
      const work = app
        .processEvent({ body, ack: async (said?: unknown) => answer(said) })
        .catch((error: unknown) => {
          counters.failed++;
          log.error(
            { code: 'slack-request-lost', error: messageOf(error) },
            'a request from Slack failed outside of every handler',
          );
        })
        // What nobody listens to is acknowledged too: Slack counts unanswered deliveries.
        .finally(() => answer());
      remember(work);
    });

  function remember(work: Promise<unknown>): void {
    const done: Promise<unknown> = work.finally(() => running.delete(done));
    running.add(done);
  }

  async function store(event: EventBody): Promise<Acknowledgement> {
    try {
      await deps.acceptEvent(event);
      return { ok: true };
    } catch (error) {
      counters.failed++;
      log.warn({ code: 'event-not-stored', error: messageOf(error) }, 'an event could not be stored; Slack delivers it again');
      return { ok: false, status: 503 };
    }
  }

  return {
    async arriving(work) {
      counters.received++;
      traffic.unanswered++;
      traffic.arrivals++;
      try {
        return await work();
      } finally {
        traffic.unanswered--;
      }
    },
    async take(sent) {
      // Not acknowledged: Slack delivers an event again, and tells a person that a command or click failed.
      if (isStopping) return { ok: false, status: 503 };
      if (running.size >= maxUnfinished) {
        log.warn(
          { code: 'slack-overload', unfinished: running.size },
          'too much from Slack is unfinished; a request was not acknowledged',
        );
        counters.overloaded++;
        return { ok: false, status: 503 };
      }
      if (sent.is !== 'event') return dispatch(sent.body);
      const stored = store(sent.body);
      remember(stored);
      return stored;
    },
    afterAck: (work) => afterAck.run(work),
    init: (bolt) => void (app = bolt),
    async refuse() {
      isStopping = true;
      afterAck.hurry();
      const end = performance.now() + ackTimeoutMs;
      while (traffic.unanswered > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, settlePollMs));
    },
    async finish() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopTimeoutMs)));
      await Promise.race([Promise.all(running), enough]);
      clearTimeout(timer);
      if (running.size > 0)
        log.error(
          { code: 'stopped-unfinished', unfinished: running.size },
          'stopped before everything acknowledged to Slack was done',
        );
    },
  };
}
