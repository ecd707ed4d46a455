import type { App, Receiver } from '@slack/bolt';
import { messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import { createAfterAck, type AfterAck } from './after-ack.ts';
import type { Counters } from './counters.ts';
import { parseBody, readBody, type EventBody } from './request-body.ts';
import { createSignatureCheck, type SignatureFault } from './signature.ts';

export interface ReceiverDeps {
  signingSecret: string;
  counters: Counters;
  log: Log;
  /** Stores an event before it is acknowledged; a failure makes Slack deliver it again. */
  acceptEvent(body: EventBody): Promise<void>;
  /** Real time. */
  nowMs?: () => number;
  ackTimeoutMs?: number;
  /** How many requests may be worked on or wait for it; one more is not acknowledged. */
  maxUnfinished?: number;
  stopTimeoutMs?: number;
}

/** Bolt's receiver on the Fetch API. */
export interface FetchReceiver extends Receiver {
  receive(request: Request): Promise<Response>;
  /** Does work that follows an acknowledgement, see `AfterAck.run`. */
  afterAck: AfterAck['run'];
  /** Acknowledges nothing more, and finishes what was acknowledged; what does not end in time is logged. */
  stop(): Promise<void>;
}

const empty = (status: number) => new Response(null, { status });

export function createFetchReceiver(deps: ReceiverDeps): FetchReceiver {
  const { counters, log, nowMs = Date.now, ackTimeoutMs = 2900, maxUnfinished = 1000, stopTimeoutMs = 10_000 } = deps;
  const faultOf = createSignatureCheck(deps.signingSecret);
  const running = new Set<Promise<unknown>>();
  const traffic = { unanswered: 0, arrivals: 0 };
  const afterAck = createAfterAck(traffic);
  let isStopping = false;
  let app: App;

  /** Runs Bolt's listeners; the answer is what one of them acknowledges with, which is before its work. */
  const dispatch = (body: Record<string, unknown>): Promise<Response> =>
    new Promise((resolve) => {
      const late = setTimeout(() => {
        counters.notAcknowledged++;
        resolve(empty(503));
      }, ackTimeoutMs);
      const answer = (response: Response) => {
        clearTimeout(late);
        resolve(response);
      };
      const work = app
        .processEvent({ body, ack: async (said?: unknown) => answer(said ? Response.json(said) : empty(200)) })
        .catch((error: unknown) => {
          counters.failed++;
          log.error({ error: messageOf(error) }, 'a request from Slack failed outside of every handler');
        })
        // What nobody listens to is acknowledged too: Slack counts unanswered deliveries.
        .finally(() => answer(empty(200)));
      remember(work);
    });

  function remember(work: Promise<unknown>): void {
    const done: Promise<unknown> = work.finally(() => running.delete(done));
    running.add(done);
  }

  async function store(event: EventBody): Promise<Response> {
    try {
      await deps.acceptEvent(event);
      return empty(200);
    } catch (error) {
      counters.failed++;
      log.warn({ error: messageOf(error) }, 'an event could not be stored; Slack delivers it again');
      return empty(503);
    }
  }

  async function answerTo(request: Request): Promise<Response> {
    const raw = await readBody(request);
    if (raw === undefined) return refuse(counters, 'tooLarge', 413);
    const contentType = request.headers.get('content-type') ?? '';
    // Slack's check of the certificate is unsigned: it gets its answer and nothing more.
    if (isSslCheck(raw, contentType)) return empty(200);
    const fault = faultOf(request.headers, raw, nowMs());
    if (fault) return refuse(counters, fault, 401);
    const sent = parseBody(raw.toString('utf8'), contentType);
    if (!sent) return refuse(counters, 'malformed', 400);
    if (sent.is === 'verification') return Response.json({ challenge: sent.body.challenge });
    // Not acknowledged: Slack delivers an event again, and tells a person that a command or click failed.
    if (isStopping) return empty(503);
    if (running.size >= maxUnfinished) {
      log.warn({ unfinished: running.size }, 'too much from Slack is unfinished; a request was not acknowledged');
      return refuse(counters, 'overloaded', 503);
    }
    if (sent.is !== 'event') return dispatch(sent.body);
    const stored = store(sent.body);
    remember(stored);
    return stored;
  }

  return {
    async receive(request) {
      counters.received++;
      traffic.unanswered++;
      traffic.arrivals++;
      try {
        return await answerTo(request);
      } finally {
        traffic.unanswered--;
      }
    },
    afterAck: (work) => afterAck.run(work),
    init: (bolt) => void (app = bolt),
    start: async () => {},
    async stop() {
      isStopping = true;
      afterAck.hurry();
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopTimeoutMs)));
      await Promise.race([Promise.all(running), enough]);
      clearTimeout(timer);
      if (running.size > 0) log.error({ unfinished: running.size }, 'stopped before everything acknowledged to Slack was done');
    },
  };
}

function refuse(counters: Counters, what: 'tooLarge' | 'malformed' | 'overloaded' | SignatureFault, status: number): Response {
  counters[what]++;
  return empty(status);
}

const isSslCheck = (raw: Buffer, contentType: string) =>
  raw.includes('ssl_check=1') &&
  contentType.startsWith('application/x-www-form-urlencoded') &&
  new URLSearchParams(raw.toString('utf8')).get('ssl_check') === '1';
