import { insist } from '../db/insist.ts';
import { triesOf, type Job, type Jobs, type Queue, type QueueName } from '../queue/queue.ts';
import { messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';

export type Handlers = { [Q in QueueName]: (data: Jobs[Q], job: Job) => Promise<void> };

/**
 * Takes work out of the queues, one job of each queue at a time, and several where a job waits for another system. No queue
 * waits for another.
 */
export interface Worker {
  /** Works until every queue is empty; a second call joins the first. */
  drain(): Promise<void>;
  /** Keeps working: at once after a commit of this process, within `pollMs` after another's. */
  start(): void;
  stop(): Promise<void>;
}

/** A job's end is written down when the database is back; after this long its time limit ends it. */
const settleMs = 10 * 60_000;
/** How many jobs of a queue are worked on at once, where it is more than one: a webhook may hang for minutes. */
const lanes: Partial<Record<QueueName, number>> = { deploy: 8 };

export interface WorkerOptions {
  queue: Queue;
  handlers: Handlers;
  log: Log;
  /** Hears what became of each job. */
  worked?: (job: { queue: string; outcome: 'done' | 'failed' | 'given-up' }) => void;
  /** How often other processes' jobs are looked for. */
  pollMs?: number;
}

export function createWorker({ queue, handlers, log, worked, pollMs = 1_000 }: WorkerOptions): Worker {
  const open = new Set<Promise<void>>();
  const openOf = new Map<QueueName, number>();
  /** Queues in which something was found while all their lanes were taken: whoever gets free looks once more. */
  const found = new Set<QueueName>();
  let draining: Promise<void> | undefined;
  let looking: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  /** Something was enqueued while the queues were being looked at: look once more. */
  let again = false;
  let done = 0;

  function openLane(name: QueueName): void {
    const count = openOf.get(name) ?? 0;
    if (count >= (lanes[name] ?? 1)) {
      found.add(name);
      return;
    }
    openOf.set(name, count + 1);
    const lane = work(name)
      .catch((error: unknown) =>
        log.warn({ code: 'queue-unreadable', queue: name, error: messageOf(error) }, 'a queue cannot be read; it is tried again'),
      )
      .finally(() => open.delete(lane));
    open.add(lane);
  }

  async function work(name: QueueName): Promise<void> {
    try {
      while (!stopping) {
        found.delete(name);
        const job = await queue.take(name);
        if (job) {
          // Another may wait behind this one.
          if (lanes[name]) openLane(name);
          done++;
          await carryOut(job);
        } else if (!found.has(name)) return;
      }
    } finally {
      // In the same instant as the last look, so that whoever finds something meanwhile opens a new lane.
      openOf.set(name, openOf.get(name)! - 1);
    }
  }

  async function carryOut(job: Job): Promise<void> {
    try {
      await (handlers[job.name] as (data: unknown, job: Job) => Promise<void>)(job.data, job);
      await insist(() => queue.complete(job), settleMs);
      worked?.({ queue: job.name, outcome: 'done' });
    } catch (error) {
      const isLast = job.attempt >= triesOf(job.name);
      const fields = { queue: job.name, job: job.id, attempt: job.attempt, error: messageOf(error) };
      if (isLast) log.error({ code: 'job-given-up', ...fields }, 'a job was given up');
      else log.warn({ code: 'job-failed', ...fields }, 'a job failed and is tried again');
      worked?.({ queue: job.name, outcome: isLast ? 'given-up' : 'failed' });
      await insist(() => queue.fail(job, messageOf(error)), settleMs);
    }
  }

  async function lookAll(): Promise<void> {
    do {
      again = false;
      (await queue.waiting()).forEach(openLane);
    } while (again && !stopping);
  }
  /** Opens a lane for every queue in which something waits, and does not wait for what is done there. */
  function look(): Promise<void> {
    again = true;
    looking ??= lookAll().finally(() => (looking = undefined));
    return looking;
  }

  async function drainAll(): Promise<void> {
    let before: number;
    do {
      before = done;
      await look();
      while (open.size > 0) await Promise.all(open);
    } while (done > before && !stopping);
  }
  function drain(): Promise<void> {
    draining ??= drainAll().finally(() => (draining = undefined));
    return draining;
  }
  const lookQuietly = () =>
    void look().catch((error: unknown) =>
      log.warn({ code: 'queue-unreadable', error: messageOf(error) }, 'the queue cannot be read; it is tried again'),
    );

  return {
    drain,
    start() {
      queue.onEnqueued(lookQuietly);
      timer = setInterval(lookQuietly, pollMs);
      lookQuietly();
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      await looking?.catch(() => {});
      await Promise.all(open);
    },
  };
}
