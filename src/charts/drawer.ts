import { Worker } from 'node:worker_threads';
import { LeewayError, messageOf } from '../shared/errors.ts';

/** What the worker answers to each `{ id, input }`. */
export type Answer<Output> = { id: number; output: Output } | { id: number; error: string };

interface Job<Input, Output> {
  id: number;
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: Error) => void;
}

export interface Drawer<Input, Output> {
  run: (input: Input) => Promise<Output>;
  close: () => Promise<void>;
  /** Workers started so far, and those that live now (never more than one). */
  workers: () => { started: number; alive: number };
}

interface Settings {
  worker: URL;
  idleMs: number;
  timeoutMs: number;
  /** Jobs that may wait behind the one being drawn; one more is refused. */
  maxQueued: number;
}

/**
 * Runs jobs one at a time in a worker thread. A crash or a time-out fails the job at hand only: the worker is ended and the
 * next job gets a new one. Never more than one worker lives, and its heap is limited.
 */
export function createDrawer<Input, Output>(settings: Settings): Drawer<Input, Output> {
  const waiting: Job<Input, Output>[] = [];
  let current: { job: Job<Input, Output>; timer: NodeJS.Timeout } | undefined;
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let nextId = 1;
  let closed = false;
  const count = { started: 0, alive: 0 };

  function start(): Worker {
    // One job needs about 150 MB; a runaway chart shall end its worker, not the process.
    const started = new Worker(settings.worker, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
    count.started += 1;
    count.alive += 1;
    started.on('message', (answer: Answer<Output>) => {
      if (answer.id === current?.job.id) settle(answer);
    });
    started.on('error', (error) => lose(started, messageOf(error)));
    started.on('exit', () => {
      count.alive -= 1;
      lose(started, 'its worker ended');
    });
    return started;
  }

  function settle(answer: Answer<Output> | { error: string }): void {
    if (!current) return;
    const { job, timer } = current;
    clearTimeout(timer);
    current = undefined;
    if ('output' in answer) job.resolve(answer.output);
    else job.reject(new LeewayError('unavailable', `The chart could not be drawn: ${answer.error}.`));
    next();
  }

  /** The worker is no longer to be used. Events of a worker that was replaced already change nothing. */
  function lose(lost: Worker, why: string): void {
    if (worker !== lost) return;
    worker = undefined;
    settle({ error: why });
  }

  async function end(): Promise<void> {
    const ended = worker;
    worker = undefined;
    await ended?.terminate();
  }

  function next(): void {
    const job = waiting.shift();
    if (!job) {
      // Neither an idle worker nor its timer keeps the process from ending.
      worker?.unref();
      if (worker) idle = setTimeout(() => void end(), settings.idleMs).unref();
      return;
    }
    clearTimeout(idle);
    const timer = setTimeout(() => {
      const late = `it took longer than ${settings.timeoutMs} ms`;
      // The next job waits until the stuck worker is gone, so that two never live at once.
      void end().then(() => settle({ error: late }));
    }, settings.timeoutMs);
    current = { job, timer };
    worker ??= start();
    worker.ref();
    try {
      worker.postMessage({ id: job.id, input: job.input });
    } catch (error) {
      settle({ error: messageOf(error) });
    }
  }

  return {
    run(input) {
      if (closed) return Promise.reject(new LeewayError('unavailable', 'The chart could not be drawn: Leeway is stopping.'));
      if (waiting.length >= settings.maxQueued) {
        const full = `The chart could not be drawn: ${settings.maxQueued} charts wait already. Send the text alone or try later.`;
        return Promise.reject(new LeewayError('unavailable', full));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ id: nextId++, input, resolve, reject });
        if (!current) next();
      });
    },
    async close() {
      closed = true;
      clearTimeout(idle);
      const stopping = new LeewayError('unavailable', 'The chart could not be drawn: Leeway is stopping.');
      for (const job of waiting.splice(0)) job.reject(stopping);
      await end();
      settle({ error: 'Leeway is stopping' });
      clearTimeout(idle);
    },
    workers: () => ({ ...count }),
  };
}
