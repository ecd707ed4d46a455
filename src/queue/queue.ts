import { fromPglite, PgBoss } from 'pg-boss';
import type { Database } from '../db/open.ts';
import type { Log } from '../shared/log.ts';
import { enqueue, onEnqueued, waitingQueues, type Enqueuing } from './enqueue.ts';

/** Every queue with what its jobs carry. Ids only: a job reads what it needs when it runs. */
export interface Jobs {
  'monitor-run': { modelId: string; grain: 'day' | 'week'; periodStart: string };
  /** Looks at a past week, then at the next one up to `until`; both are Mondays. */
  backfill: { modelId: string; week: string; until: string };
  'compose-digest': { audienceId: string; destination: string; periodStart: string };
  /** A look that should have ended by now. */
  'run-late': { modelId: string; grain: 'day' | 'week'; periodStart: string };
  /** A digest that should be out by now. */
  'digest-late': { audienceId: string; destination: string; periodStart: string };
  'slack-event': { key: string };
  /** The checks of a version. */
  'validate-version': { modelId: string; version: number };
  /** The check of tests was decided anew: requests that rest on it follow. */
  'tests-settled': { modelId: string; version: number };
  /** Looks for maintenance plans that are due for a review. */
  'reviews-due': { day: string };
  /** Looks, at the start of a quarter, who exchanged nothing in the one before. */
  'contact-due': { day: string };
  /** Publishes the audit chain's head. */
  anchor: { why: 'daily' | 'decision' };
  /** Hands an order to its deployer. */
  deploy: { orderId: string };
  /** An order whose deployer was not heard of in time. */
  'order-overdue': { orderId: string };
  /** An order came to its end, one way or the other. */
  'order-done': { orderId: string };
  /** A request that was made for a step of a case moved on: the case hears how. */
  'request-moved': { requestId: string; turn: string };
  /** A matter was brought to its end: what opened it hears of it. */
  'matter-ended': { matterId: string };
  /** What is known of a case's week is put under its card. */
  'gather-evidence': { caseId: string };
  /** A reminder, an escalation, an expiry or a look back on a card. */
  'card-due': { cardId: string; kind: string };
  /** What is due with a round of questions to experts; see sampling/due-rounds.ts. */
  'sample-round': { roundId: string; step: 'ask' | 'remind' | 'count' | 'tell' };
  /** A version went live: its audiences are told. */
  'announce-release': { orderId: string };
  /** A change of policies holds: the audiences are told. */
  'announce-policies': { requestId: string };
  /** A change of settings that was agreed to is carried out. */
  'apply-configuration': { requestId: string };
  /** A look was published: standing rules see whether their guard held. */
  'run-published': { runId: string; modelId: string };
  /** A standing rule on hours looks at one window. */
  'rule-look': { ruleId: string; day: string; from: number; dueAt: string };
  /** Messages do not go out: operators hear of the cause, and whoever said one hears that it has not arrived. */
  'outbox-trouble': { hold: string } | { cause: string } | { message: string };
  /** What serves was changed by hand or by a rule: people are told. Its shape is deploy/announce.ts' own. */
  'serving-changed': object;
}
export type QueueName = keyof Jobs;
export type Job = { [Q in QueueName]: { name: Q; id: string; data: Jobs[Q]; attempt: number } }[QueueName];

interface Policy {
  retryLimit: number;
  retryDelay: number;
  expireInSeconds: number;
}
const queues: Record<QueueName, Policy> = {
  'monitor-run': { retryLimit: 3, retryDelay: 20, expireInSeconds: 15 * 60 },
  backfill: { retryLimit: 3, retryDelay: 20, expireInSeconds: 15 * 60 },
  'compose-digest': { retryLimit: 5, retryDelay: 10, expireInSeconds: 5 * 60 },
  'run-late': { retryLimit: 5, retryDelay: 10, expireInSeconds: 60 },
  'digest-late': { retryLimit: 5, retryDelay: 10, expireInSeconds: 60 },
  'slack-event': { retryLimit: 3, retryDelay: 2, expireInSeconds: 60 },
  'validate-version': { retryLimit: 3, retryDelay: 10, expireInSeconds: 10 * 60 },
  'tests-settled': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'reviews-due': { retryLimit: 3, retryDelay: 10, expireInSeconds: 5 * 60 },
  'contact-due': { retryLimit: 3, retryDelay: 10, expireInSeconds: 5 * 60 },
  anchor: { retryLimit: 5, retryDelay: 10, expireInSeconds: 60 },
  deploy: { retryLimit: 3, retryDelay: 5, expireInSeconds: 5 * 60 },
  'order-overdue': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'order-done': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'request-moved': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'matter-ended': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'gather-evidence': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'card-due': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'sample-round': { retryLimit: 3, retryDelay: 20, expireInSeconds: 5 * 60 },
  'announce-release': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'announce-policies': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'apply-configuration': { retryLimit: 3, retryDelay: 5, expireInSeconds: 5 * 60 },
  'run-published': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
  'rule-look': { retryLimit: 5, retryDelay: 5, expireInSeconds: 5 * 60 },
  'outbox-trouble': { retryLimit: 3, retryDelay: 5, expireInSeconds: 60 },
  'serving-changed': { retryLimit: 5, retryDelay: 5, expireInSeconds: 60 },
};
/** How often a job of a queue is tried before it is given up. */
export const triesOf = (name: QueueName): number => queues[name].retryLimit + 1;
export const queueNames = Object.keys(queues) as QueueName[];
const stopTimeoutMs = 10_000;
const noJob = '00000000-0000-0000-0000-000000000000';

/** The durable queue, pg-boss behind it. Work is enqueued in the transaction that makes it due; only jobs/ takes it out. */
export interface Queue {
  enqueue<Q extends QueueName>(w: Enqueuing, name: Q, data: Jobs[Q]): Promise<void>;
  /** The queues in which something waits, in one statement: most looks find nothing. */
  waiting(): Promise<QueueName[]>;
  /** Takes the oldest waiting job of a queue, or undefined. It comes back by itself if the process dies. */
  take(name: QueueName): Promise<Job | undefined>;
  complete(job: Job): Promise<void>;
  /** Hands a job back for its next try. */
  fail(job: Job, reason: string): Promise<void>;
  /** Called after each commit that enqueued something. */
  onEnqueued(listener: () => void): void;
  close(): Promise<void>;
}

/** Makes the queues of this version where they are missing, for a process that puts work in and takes none out. */
export async function ensureQueues(database: Database, log: Log): Promise<void> {
  await (await createQueue(database, log)).close();
}

export async function createQueue(database: Database, log: Log): Promise<Queue> {
  const { backend } = database;
  const boss =
    backend.kind === 'pglite'
      ? new PgBoss({ db: fromPglite(backend.client), backend: 'pglite', schedule: false, supervise: true })
      : new PgBoss({ connectionString: backend.url, max: 4, schedule: false, supervise: true });
  boss.on('error', (error) => log.warn({ code: 'queue-error', error: error.message }, 'the queue met an error and goes on'));
  await boss.start();
  for (const name of queueNames) {
    // Creating a queue that exists leaves it as it is, so its policy is set apart.
    await boss.createQueue(name, queues[name]);
    await boss.updateQueue(name, queues[name]);
    // pg-boss reads a queue's record at its first use, over its own connection. Inside a transaction PGlite's single
    // connection would wait for itself for ever; so every queue is used once now, by completing a job that there is not.
    await boss.complete(name, noJob);
  }
  const stopHearing: (() => void)[] = [];
  return {
    enqueue,
    waiting: async () => (await waitingQueues(database.db)).filter((name): name is QueueName => name in queues),
    async take(name) {
      const [job] = await boss.fetch(name, { batchSize: 1, includeMetadata: true });
      return job && ({ name, id: job.id, data: job.data, attempt: job.retryCount + 1 } as Job);
    },
    complete: async (job) => void (await boss.complete(job.name, job.id)),
    fail: async (job, reason) => void (await boss.fail(job.name, job.id, { reason })),
    onEnqueued: (listener) => void stopHearing.push(onEnqueued(listener)),
    async close() {
      stopHearing.forEach((stop) => stop());
      await boss.stop({ graceful: true, timeout: stopTimeoutMs });
    },
  };
}
