import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { Counters } from './counters.ts';
import { asSlackLogger } from './slack-api.ts';
import { noteDisconnect, socketRemedy } from './socket-remedies.ts';

/** One thing that Slack sent, as its client hands it on. */
export interface Envelope {
  body: unknown;
  accepts_response_payload?: boolean;
  ack(said?: unknown): Promise<void>;
}

export interface ConnectionDeps {
  appToken: string;
  apiUrl: string | undefined;
  counters: Counters;
  log: Log;
  deliver: (envelope: Envelope) => Promise<void>;
}

export interface Connection {
  /** Opens it, and again whenever it ends, until `stop`. Resolves when it stands for the first time, or was refused. */
  start(): Promise<void>;
  /** Whether Slack can reach us by it now. */
  stands(): boolean;
  stop(): Promise<void>;
}

const times = { callTimeoutMs: 10_000, helloTimeoutMs: 15_000, firstPauseMs: 500, maxPauseMs: 30_000, closeTimeoutMs: 3000 };
/** Shorter than this a connection counts as refused: Slack takes few new ones a minute. */
const heldMs = 10_000;

/**
 * One connection that is kept open. The client's own reconnecting is off: it waits five seconds after every change of
 * connection that Slack asks for, up to hours after an outage, and fails where nobody can catch it.
 */
export function createConnection({ appToken, apiUrl, counters, log, deliver }: ConnectionDeps): Connection {
  const stopped = new AbortController();
  const first = Promise.withResolvers<void>();
  let close = async () => {};
  let loop: Promise<void> | undefined;
  let lastSaid = '';
  let stands = false;

  /** Resolves when the connection has ended, with how long it held; throws why it did not come about, or was taken away. */
  async function once(): Promise<number> {
    const client = createClient(appToken, apiUrl, log);
    const ended = Promise.withResolvers<void>();
    let broken: unknown;
    client.on('error', (error: unknown) => (broken = error));
    client.on('disconnected', () => ended.resolve());
    client.on('ws_message', (frame: unknown) => (broken = noteDisconnect(frame) ?? broken));
    client.on('slack_event', (envelope: Envelope) => void deliver(envelope));
    close = () => atMost(client.disconnect());
    try {
      await inTime(client.start());
    } catch (error) {
      await close();
      throw error ?? broken ?? new Error('Slack closed the connection before it greeted.');
    }
    counters.connected++;
    stands = true;
    first.resolve();
    if (stopped.signal.aborted) await close();
    const since = performance.now();
    await ended.promise;
    stands = false;
    const ms = performance.now() - since;
    if (broken && ms < heldMs && !stopped.signal.aborted) throw broken;
    return ms;
  }

  /** What a person must put right is an error, said once; what heals by trying again is none. */
  function complain(error: unknown): void {
    const remedy = socketRemedy(error);
    const said = remedy ?? messageOf(error);
    if (remedy && said !== lastSaid)
      log.error(
        { code: 'slack-connection-refused', error: said },
        'Slack refuses a connection; without one nothing that people do arrives',
      );
    else log.warn({ code: 'slack-connection-lost', error: said }, 'a connection to Slack did not come about; trying again');
    lastSaid = said;
  }

  async function run(): Promise<void> {
    for (let failures = 0; !stopped.signal.aborted;) {
      let pauseMs = 0;
      try {
        const ms = await once();
        if (ms >= heldMs) failures = 0;
        else pauseMs = pauseAfter(undefined, failures++);
        lastSaid = '';
      } catch (error) {
        complain(error);
        first.resolve();
        pauseMs = pauseAfter(error, failures++);
      }
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }

  return {
    async start() {
      loop ??= run();
      await first.promise;
    },
    stands: () => stands,
    async stop() {
      stopped.abort();
      first.resolve();
      await close();
      // A call for a new address may still be out: it ends by its own time-out, and nothing is opened then.
      await atMost(loop);
    },
  };
}

const createClient = (appToken: string, apiUrl: string | undefined, log: Log) =>
  new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: asSlackLogger(log),
    clientOptions: {
      ...(apiUrl ? { slackApiUrl: apiUrl } : {}),
      timeout: times.callTimeoutMs,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    },
  });

/** The client waits half a minute for a peer that is gone to say goodbye. */
async function atMost(work: Promise<unknown> | undefined): Promise<void> {
  const enough = new AbortController();
  await Promise.race([work, sleep(times.closeTimeoutMs, undefined, { signal: enough.signal }).catch(() => {})]);
  enough.abort();
}

/** The client waits for Slack's greeting without an end. */
async function inTime(start: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const timeout = sleep(times.helloTimeoutMs, undefined, { signal: late.signal }).then(() => {
    throw new Error('Slack did not greet in time.');
  });
  try {
    await Promise.race([start, timeout]);
  } finally {
    late.abort();
    timeout.catch(() => {});
    start.catch(() => {});
  }
}

function pauseAfter(error: unknown, failures: number): number {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter * 1000;
  const most = error instanceof WebAPIPlatformError ? times.maxPauseMs : times.maxPauseMs / 2;
  return Math.min(most, times.firstPauseMs * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
}
