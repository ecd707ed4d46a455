import type { Db } from '../db/db.ts';
import { errorCodes } from '../shared/log.ts';
import { createCounter, createHistogram } from './counting.ts';
import { expose, type Family } from './exposition.ts';
import { readProcess } from './read-process.ts';
import { gauge, readStored } from './read-stored.ts';

export interface Metrics {
  /** A line of WARN or ERROR. */
  problem: (level: 'warn' | 'error', code: string) => void;
  /** A look at one window of one model came to its end. */
  ran: (run: { grain: string; outcome: string; seconds: number }) => void;
  /** A job was done, will be tried again, or was given up. */
  worked: (job: { queue: string; outcome: 'done' | 'failed' | 'given-up' }) => void;
  /** Slack got its answer; 3 s is what it waits. */
  acknowledged: (answer: { outcome: 'acknowledged' | 'refused'; seconds: number }) => void;
  /** An answer over HTTP other than to Slack. */
  answered: (status: number) => void;
  /** The whole page. The database is asked once in `keepMs`, whoever scrapes how often, and never for longer than `timeoutMs`. */
  scrape: (stored: StoredSource) => Promise<string>;
}

export interface StoredSource {
  db: Db;
  /** Domain time. */
  now(): Date;
  kind: 'postgres' | 'pglite';
  queues: readonly string[];
  /** What happened at the border with Slack. */
  slack: Readonly<Record<string, number>>;
  /** How many connections to Slack stand; undefined where it comes over HTTP. */
  connections: number | undefined;
}

const keepMs = 5_000;
const defaultTimeoutMs = 2_000;
const ackBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3];
const runBounds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900];

/** Counts what happens in this process, from its start, and shows it together with what the database knows. */
export function createMetrics(version: string, timeoutMs = defaultTimeoutMs): Metrics {
  const problems = createCounter('leeway_problems_total', 'Lines of WARN and ERROR in the log, by code; see docs/operations.md.');
  const runs = createCounter('leeway_runs_total', 'Looks at one window of one model, by outcome.');
  const runSeconds = createHistogram('leeway_run_seconds', 'How long such a look took.', runBounds);
  const jobs = createCounter('leeway_jobs_total', 'Jobs by queue: done, failed and tried again, or given up.');
  const acks = createHistogram('leeway_acknowledgement_seconds', 'Time until Slack got its answer; it waits 3 s.', ackBounds);
  const answers = createCounter('leeway_http_answers_total', 'Answers over HTTP other than to Slack, by kind of status.');
  // What alerts look for stands at zero from the start: Prometheus sees no rise in what was not there before.
  for (const code of errorCodes) problems.add({ level: 'error', code }, 0);
  for (const grain of ['day', 'week']) runs.add({ grain, outcome: 'failed' }, 0);
  let read: { at: number; families: Promise<Family[] | undefined> } | undefined;

  /** A scrape that comes meanwhile shares the one under way, so that a slow database has one at most to answer. */
  function stored(source: StoredSource): Promise<Family[] | undefined> {
    if (read === undefined || performance.now() - read.at > keepMs) {
      const reading = readStored(source.db, source.queues, source.now()).catch(() => undefined);
      read = { at: Infinity, families: reading };
      const mine = read;
      void reading.then((families) => (mine.at = families === undefined ? -Infinity : performance.now()));
    }
    return within(timeoutMs, read.families);
  }

  return {
    problem: (level, code) => problems.add({ level, code }),
    ran({ grain, outcome, seconds }) {
      runs.add({ grain, outcome });
      runSeconds.observe({ grain }, seconds);
    },
    worked: (job) => jobs.add(job),
    acknowledged: ({ outcome, seconds }) => acks.observe({ outcome }, seconds),
    answered: (status) => answers.add({ status: `${Math.floor(status / 100)}xx` }),
    async scrape(source) {
      for (const queue of source.queues) jobs.add({ queue, outcome: 'given-up' }, 0);
      const known = await stored(source);
      const slack = Object.entries(source.slack).map(([what, value]) => ({ labels: { what }, value }));
      return expose([
        gauge('leeway_build_info', 'Always 1; the version of Leeway and Node, and the kind of database.', [
          { labels: { version, node: process.versions.node, database: source.kind }, value: 1 },
        ]),
        gauge('leeway_database_up', 'Whether the database answered; what it knows is left out while it does not.', [
          { value: known ? 1 : 0 },
        ]),
        ...(source.connections === undefined
          ? []
          : [
              gauge('leeway_slack_connections', 'Connections to Slack that stand, of two; only in Socket Mode.', [
                { value: source.connections },
              ]),
            ]),
        ...(known ?? []),
        ...[runs, runSeconds, jobs, acks, problems, answers].map((one) => one.family()),
        { name: 'leeway_slack_total', help: 'What happened at the border with Slack.', type: 'counter', samples: slack },
        ...readProcess(),
      ]);
    },
  };
}

async function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), timeoutMs)));
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
