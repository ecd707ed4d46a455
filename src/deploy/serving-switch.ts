import { servingChannel } from '../db/notify.ts';
import type { Database } from '../db/open.ts';
import { production } from '../registry/rules.ts';
import type { Clock } from '../shared/clock.ts';
import { LeewayError, messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';
import type { Place } from './schemas.ts';
import { selectServing, selectServingPage, type ServingState } from './serving-store.ts';

/** What a serving system is told. `fallback`: the version to use, or the one to go back to, when this one cannot be. */
export interface ServingAnswer {
  model: string;
  environment: string;
  version: number | null;
  paused: boolean;
  fallback: number | null;
  /** Grows with every change that was made here. */
  revision: number;
  /** True when it may be out of date: the database was not heard of for 5 s. */
  stale: boolean;
  /** Domain time until which it was certainly so. */
  asOf: string;
}

export interface ServingSwitch {
  /** From memory, also when the database is down; undefined where nothing of the model serves. */
  answer: (modelId: string, environment?: string) => ServingAnswer | undefined;
  /** Loads everything and keeps it up to date until `stop`. Without a database it begins empty, and goes on trying. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface SwitchTuning {
  heartbeatMs: number;
  staleAfterMs: number;
  maxPlaces: number;
}
const defaults: SwitchTuning = { heartbeatMs: 1_000, staleAfterMs: 5_000, maxPlaces: 50_000 };
const heartbeat = '♥';
const pageSize = 2_000;
/** Of changed places in one statement. */
const batchSize = 500;

/**
 * The switch that serving systems ask, kept in this process' memory. Changes arrive by LISTEN within milliseconds of their
 * commit. A heartbeat goes through the database and back over the same channel: while it arrives, nothing that was
 * committed can have been missed. After silence everything is loaded anew.
 */
export function createServingSwitch(
  database: Pick<Database, 'db' | 'listen' | 'notify'>,
  clock: Clock,
  log: Log,
  tuning: Partial<SwitchTuning> = {},
): ServingSwitch {
  const { heartbeatMs, staleAfterMs, maxPlaces } = { ...defaults, ...tuning };
  let known = new Map<string, ServingState>();
  const changed = new Set<string>();
  let heard = { at: Number.NEGATIVE_INFINITY, instant: new Date(0) };
  let beatMeanwhile: typeof heard | undefined;
  let stopListening: (() => Promise<void>) | undefined;
  let timer: NodeJS.Timeout | undefined;
  let refreshing: Promise<void> | undefined;
  let beating = false;
  let failing = false;
  let stopped = false;

  function hear(payload: string): void {
    if (payload === heartbeat) {
      // Whatever was committed before it was notified before it; what of that is still being read counts when it is known.
      const beat = { at: performance.now(), instant: clock.now() };
      if (refreshing) beatMeanwhile = beat;
      else heard = beat;
      return;
    }
    changed.add(payload);
    refreshing ??= refresh().finally(() => (refreshing = undefined));
  }

  async function refresh(): Promise<void> {
    while (changed.size > 0 && !stopped) {
      const batch = [...changed].slice(0, batchSize);
      try {
        const states = await selectServing(database.db, batch.map(placeIn));
        for (const key of batch) {
          changed.delete(key);
          known.delete(key);
        }
        for (const state of states) known.set(keyOf(state), state);
        assertFits(known.size);
      } catch (error) {
        log.warn(
          { code: 'serving-changes-unread', error: messageOf(error) },
          'changes of what serves cannot be read; they are loaded with the rest',
        );
        changed.clear();
        await silence();
        return;
      }
    }
    if (beatMeanwhile) heard = beatMeanwhile;
    beatMeanwhile = undefined;
  }

  async function load(): Promise<void> {
    const fresh = new Map<string, ServingState>();
    let after: Place | undefined;
    for (;;) {
      const page = await selectServingPage(database.db, after, pageSize);
      for (const state of page) fresh.set(keyOf(state), state);
      assertFits(fresh.size);
      after = page.at(-1);
      if (page.length < pageSize) break;
    }
    known = fresh;
    heard = { at: performance.now(), instant: clock.now() };
  }

  function assertFits(places: number): void {
    if (places > maxPlaces)
      throw new LeewayError('too-large', `The serving switch holds ${maxPlaces} models and environments; there are more.`);
  }

  /** Listens before it loads, so that no change falls between. */
  async function connect(): Promise<void> {
    stopListening = await database.listen(servingChannel, hear);
    try {
      await load();
    } catch (error) {
      await silence();
      throw error;
    }
  }

  async function silence(): Promise<void> {
    const stop = stopListening;
    stopListening = undefined;
    await stop?.().catch(() => {});
  }

  async function beat(): Promise<void> {
    if (beating || stopped) return;
    beating = true;
    try {
      if (stopListening && performance.now() - heard.at > staleAfterMs) await silence();
      if (stopListening) await database.notify(servingChannel, heartbeat);
      else await connect();
      if (failing) log.info('the serving switch is up to date again');
      failing = false;
    } catch (error) {
      // Said once an outage, not once a second.
      if (!failing)
        log.warn(
          { code: 'serving-stale', error: messageOf(error) },
          'the serving switch answers from memory: it cannot be kept up to date',
        );
      failing = true;
    } finally {
      beating = false;
    }
  }

  return {
    answer(modelId, environment = production) {
      const state = known.get(`${modelId} ${environment}`);
      if (!state) return undefined;
      const { version, paused, fallback, revision } = state;
      const stale = performance.now() - heard.at > staleAfterMs;
      return { model: modelId, environment, version, paused, fallback, revision, stale, asOf: heard.instant.toISOString() };
    },
    async start() {
      await beat();
      timer = setInterval(() => void beat(), heartbeatMs);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await refreshing;
      await silence();
    },
  };
}

const keyOf = ({ modelId, environment }: Place): string => `${modelId} ${environment}`;
function placeIn(key: string): Place {
  const [modelId = '', environment = ''] = key.split(' ');
  return { modelId, environment };
}
