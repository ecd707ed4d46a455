import { describeSource } from './describe-source.ts';
import type { Engine } from './engine.ts';
import { groupMeansInSession } from './group-means-request.ts';
import { performanceInSession } from './performance-request.ts';
import { profileInSession } from './profile-request.ts';
import { inSession, type SessionLimits } from './session.ts';

const defaults: SessionLimits = { threads: 2, memoryMb: 1024, timeoutMs: 120_000 };

/**
 * The engine for Parquet and CSV files, inside this process. Each request has a database of its own in memory, which may open
 * that request's files and nothing else; limits are each request's.
 */
export function createDuckDbEngine(limits: Partial<SessionLimits> = {}): Engine {
  const all = { ...defaults, ...limits };
  return {
    describe: async (source, signal) => await inSession(source, all, signal, describeSource),
    profile: async (request, signal) =>
      await inSession(request.source, all, signal, (session) => profileInSession(session, request)),
    performance: async (request, signal) =>
      await inSession(request.source, all, signal, (session) => performanceInSession(session, request)),
    groupMeans: async (request, signal) =>
      await inSession(request.source, all, signal, (session) => groupMeansInSession(session, request)),
    close: async () => {},
  };
}
