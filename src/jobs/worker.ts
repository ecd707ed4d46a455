import type { Job, Jobs, Queue, QueueName } from '../queue/queue.ts';
import { messageOf } from '../shared/errors.ts';
import type { Log } from '../shared/log.ts';

export type Handlers = { [Q in QueueName]: (data: Jobs[Q], job: Job) => Promise<void> };

/** Takes work out of the queues, one job of each queue at a time. */
export interface Worker {
  /** Works until every queue is empty; a second call joins the first. */
  drain(): Promise<void>;
  /** Keeps working: at once after a commit of this process, within `pollMs` after another's. */
  start(): void;
  stop(): Promise<void>;
}

export interface WorkerOptions {
  queue: Queue;
  handlers: Handlers;
  log: Log;
  /** How often other processes' jobs are looked for. */
  pollMs?: number;
}

export function createWorker({ queue, handlers, log, pollMs = 1_000 }: WorkerOptions): Worker {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  /** Something was enqueued while the queues were being drained: look once more. */
  let again = false;

  async function drainQueue<Q extends QueueName>(name: Q): Promise<number> {
    let done = 0;
    while (!stopping) {
      const job = await queue.take(name);
      if (!job) break;
      done++;
      await work(job);
    }
    return done;
  }

  async function work(job: Job): Promise<void> {
    try {
      await (handlers[job.name] as (data: unknown, job: Job) => Promise<void>)(job.data, job);
      await queue.complete(job);
    } catch (error) {
      log.warn(
        { queue: job.name, job: job.id, attempt: job.attempt, error: messageOf(error) },
        'a job failed and is tried again',
      );
      await queue.fail(job, messageOf(error));
    }
  }

  async function drainAll(): Promise<void> {
    do {
      again = false;
      const names = await queue.waiting();
      const counts = await Promise.all(names.map((name) => drainQueue(name)));
      if (counts.some((count) => count > 0)) again = true;
    } while (again && !stopping);
  }

  function drain(): Promise<void> {
    again = true;
    running ??= drainAll().finally(() => (running = undefined));
    return running;
  }
  const drainQuietly = () =>
    void drain().catch((error: unknown) => log.warn({ error: messageOf(error) }, 'the queue cannot be read; it is tried again'));

  return {
    drain,
    start() {
      queue.onEnqueued(drainQuietly);
      timer = setInterval(drainQuietly, pollMs);
      drainQuietly();
    },
    async stop() {
      stopping = true;
      clearInterval(timer);
      await running?.catch(() => {});
    },
  };
}
