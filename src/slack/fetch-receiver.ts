import { setTimeout as sleep } from 'node:timers/promises';
import { verifySlackRequest, type App, type Receiver } from '@slack/bolt';
import { messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { Counters } from './counters.ts';
import { parseBody, readBody, type EventBody } from './request-body.ts';

export interface ReceiverDeps {
  signingSecret: string;
  counters: Counters;
  log: Log;
  /** Stores an event before it is acknowledged; a failure makes Slack deliver it again. */
  acceptEvent(body: EventBody): Promise<void>;
  /** Real time. */
  nowMs?: () => number;
  ackTimeoutMs?: number;
}

/** Bolt's receiver on the Fetch API. `stop` waits for what was acknowledged and is still being worked on. */
export interface FetchReceiver extends Receiver {
  receive(request: Request): Promise<Response>;
  /** Resolves when nobody waits for an acknowledgement, soon at any rate: work that comes after one gives way to others. */
  calm(): Promise<void>;
  stop(): Promise<void>;
}

const maxClockSkewSeconds = 300;
const stopTimeoutMs = 10_000;
/** Requests come in bursts: work on one begins when no other has come for a moment, or after `maxLulls` of them. */
const lullMs = 5;
const maxLulls = 10;
const empty = (status: number) => new Response(null, { status });

export function createFetchReceiver(deps: ReceiverDeps): FetchReceiver {
  const { counters, nowMs = Date.now, ackTimeoutMs = 2900 } = deps;
  const running = new Set<Promise<void>>();
  let unanswered = 0;
  let arrivals = 0;
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
      const work: Promise<void> = app
        .processEvent({ body, ack: async (said?: unknown) => answer(said ? Response.json(said) : empty(200)) })
        .catch((error: unknown) => {
          counters.failed++;
          deps.log.error({ error: messageOf(error) }, 'a request from Slack failed outside of every handler');
        })
        // What nobody listens to is acknowledged too: Slack counts unanswered deliveries.
        .finally(() => {
          answer(empty(200));
          running.delete(work);
        });
      running.add(work);
    });

  async function answerTo(request: Request): Promise<Response> {
    const raw = await readBody(request);
    if (raw === undefined) return refuse(counters, 'tooLarge', 413);
    const contentType = request.headers.get('content-type') ?? '';
    // Slack's check of the certificate is unsigned: it gets its answer and nothing more.
    if (isSslCheck(raw, contentType)) return empty(200);
    const fault = faultOf(request.headers, raw, deps.signingSecret, nowMs());
    if (fault) return refuse(counters, fault, 401);
    const sent = parseBody(raw, contentType);
    if (!sent) return refuse(counters, 'malformed', 400);
    if (sent.is === 'verification') return Response.json({ challenge: sent.body.challenge });
    if (sent.is !== 'event') return dispatch(sent.body);
    try {
      await deps.acceptEvent(sent.body);
      return empty(200);
    } catch (error) {
      counters.failed++;
      deps.log.warn({ error: messageOf(error) }, 'an event could not be stored; Slack delivers it again');
      return empty(503);
    }
  }

  return {
    async receive(request) {
      counters.received++;
      unanswered++;
      arrivals++;
      try {
        return await answerTo(request);
      } finally {
        unanswered--;
      }
    },
    async calm() {
      for (let lull = 0; lull < maxLulls; lull++) {
        const before = arrivals;
        await sleep(lullMs);
        if (unanswered === 0 && arrivals === before) return;
      }
    },
    init: (bolt) => void (app = bolt),
    start: async () => {},
    async stop() {
      let timer: NodeJS.Timeout | undefined;
      const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, stopTimeoutMs)));
      await Promise.race([Promise.all(running), enough]);
      clearTimeout(timer);
    },
  };
}

function refuse(
  counters: Counters,
  what: 'tooLarge' | 'malformed' | 'wrongSignature' | 'outsideTimeWindow',
  status: number,
): Response {
  counters[what]++;
  return empty(status);
}

const isSslCheck = (raw: string, contentType: string) =>
  raw.includes('ssl_check=1') &&
  contentType.startsWith('application/x-www-form-urlencoded') &&
  new URLSearchParams(raw).get('ssl_check') === '1';

/** Bolt's check refuses old requests only; one from the future would stay valid until then, so both sides are checked. */
function faultOf(
  headers: Headers,
  body: string,
  signingSecret: string,
  nowMs: number,
): 'outsideTimeWindow' | 'wrongSignature' | undefined {
  const timestamp = Number(headers.get('x-slack-request-timestamp') ?? Number.NaN);
  const signature = headers.get('x-slack-signature');
  if (!Number.isInteger(timestamp) || signature === null) return 'wrongSignature';
  if (Math.abs(nowMs / 1000 - timestamp) > maxClockSkewSeconds) return 'outsideTimeWindow';
  try {
    const signed = { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp };
    verifySlackRequest({ signingSecret, body, headers: signed, nowMilliseconds: nowMs });
    return undefined;
  } catch {
    return 'wrongSignature';
  }
}
