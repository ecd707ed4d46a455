import { comparisonInSession, lookupsOf } from './comparison-request.ts';
import { createDatabases } from './databases.ts';
import { describeSource } from './describe-source.ts';
import type { Engine, SourceSpec } from './engine.ts';
import { groupMeansInSession } from './group-means-request.ts';
import { performanceInSession } from './performance-request.ts';
import { profileInSession } from './profile-request.ts';
import { sampleInSession } from './sample-request.ts';
import { inSession, type Session, type SessionLimits } from './session.ts';
import { assertUnchanged, snapshotOf } from './source-files.ts';

const defaults: SessionLimits = { threads: 2, memoryMb: 1024, timeoutMs: 120_000 };

/** How long a request may still take once Leeway stops; its run is repeated at the next start. */
const graceMs = 5_000;
/** Requests of one run follow one another within seconds. */
const idleMs = 5_000;

/**
 * The engine for Parquet and CSV files, inside this process. A database in memory may open one source's files and nothing
 * else; limits are each request's. Some seconds after `stopping` is aborted, what still runs is cancelled.
 */
export function createDuckDbEngine(limits: Partial<SessionLimits & { graceMs: number }> = {}, stopping?: AbortSignal): Engine {
  const ending = new AbortController();
  const end = () => setTimeout(() => ending.abort(), limits.graceMs ?? graceMs).unref();
  stopping?.addEventListener('abort', end, { once: true });
  const orEnding = (signal: AbortSignal | undefined) => (signal ? AbortSignal.any([signal, ending.signal]) : ending.signal);
  const all = { ...defaults, ...limits };
  const databases = createDatabases(idleMs);
  const within = async <T>(
    source: SourceSpec,
    signal: AbortSignal | undefined,
    run: (session: Session) => Promise<T>,
  ): Promise<T> => await inSession(source, all, databases, orEnding(signal), run);
  return {
    describe: async (source, signal) => await within(source, signal, describeSource),
    profile: async (request, signal) => await within(request.source, signal, (session) => profileInSession(session, request)),
    performance: async (request, signal) =>
      await within(request.source, signal, (session) => performanceInSession(session, request)),
    groupMeans: async (request, signal) =>
      await within(request.source, signal, (session) => groupMeansInSession(session, request)),
    compare: async (request, signal) => {
      const source = { ...request.source, lookups: lookupsOf(request) };
      return await within(source, signal, (session) => comparisonInSession(session, request));
    },
    sample: async (request, signal) => await within(request.source, signal, (session) => sampleInSession(session, request)),
    sameFiles: async (source, read) => {
      const before = await snapshotOf(source);
      const result = await read();
      await assertUnchanged(before, source.name);
      return result;
    },
    close: async () => databases.close(),
  };
}
