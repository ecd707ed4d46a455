import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { createWorker, type Handlers } from '../../src/jobs/worker.ts';
import { createQueue, queueNames, type Jobs, type Queue } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { useDatabase } from '../support/database.ts';

const week: Jobs['monitor-run'] = { modelId: 'flight-delay', grain: 'week', periodStart: '2001-06-11' };

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`the queue on ${kind}`, () => {
    const test = useDatabase(kind);
    let queue: Queue;
    beforeAll(async () => {
      queue = await createQueue(test.database, silentLog);
    });
    afterAll(() => queue.close());
    const enqueue = (data = week) => write(test.system(), (w) => queue.enqueue(w, 'monitor-run', data));
    const empty = async () => {
      for (const name of queueNames) expect(await queue.take(name)).toBeUndefined();
    };
    const worker = (handlers: Partial<Handlers>) =>
      createWorker({
        queue,
        log: silentLog,
        handlers: {
          ...(Object.fromEntries(queueNames.map((name) => [name, async () => {}])) as unknown as Handlers),
          ...handlers,
        },
      });

    it('hands a job out once, with its data', async () => {
      await enqueue();
      const job = await queue.take('monitor-run');
      expect(job).toMatchObject({ name: 'monitor-run', data: week, attempt: 1 });
      await empty();
      await queue.complete(job!);
    });

    it('forgets a job of a transaction that was rolled back, and wakes nobody for it', async () => {
      let woken = 0;
      queue.onEnqueued(() => woken++);
      const broken = write(test.system(), async (w) => {
        await queue.enqueue(w, 'monitor-run', week);
        throw new Error('no');
      });
      await expect(broken).rejects.toThrow('no');
      await empty();
      expect(woken).toBe(0);
      await enqueue();
      expect(woken).toBe(1);
      await queue.complete((await queue.take('monitor-run'))!);
    });

    it('holds nobody up where a deployer hangs, neither other orders nor other queues', async () => {
      const done: string[] = [];
      let answer = () => {};
      const hangs = new Promise<void>((resolve) => (answer = resolve));
      let all = () => {};
      const allDone = new Promise<void>((resolve) => (all = resolve));
      const note = (what: string) => {
        done.push(what);
        if (done.length === 3) all();
      };
      const workers = worker({
        deploy: async ({ orderId }) => {
          if (orderId === 'hangs') await hangs;
          note(orderId);
        },
        'slack-event': async ({ key }) => note(key),
      });
      const put = <Q extends 'deploy' | 'slack-event'>(name: Q, data: Jobs[Q]) =>
        write(test.system(), (w) => queue.enqueue(w, name, data));
      workers.start();
      await put('deploy', { orderId: 'hangs' });
      await put('deploy', { orderId: 'second' });
      await put('slack-event', { key: 'vote' });
      await put('deploy', { orderId: 'third' });
      await allDone;
      expect(done.toSorted()).toEqual(['second', 'third', 'vote']);
      answer();
      await workers.stop();
      expect(done).toContain('hangs');
      await empty();
    });

    it('does what was enqueued meanwhile too, and is then empty', async () => {
      const done: string[] = [];
      const workers = worker({
        'monitor-run': async ({ periodStart }) => {
          done.push(periodStart);
          if (done.length === 1) await write(test.system(), (w) => queue.enqueue(w, 'slack-event', { key: 'later' }));
        },
        'slack-event': async ({ key }) => void done.push(key),
      });
      await enqueue();
      await enqueue({ ...week, periodStart: '2001-06-18' });
      await Promise.all([workers.drain(), workers.drain()]);
      expect(done.toSorted()).toEqual(['2001-06-11', '2001-06-18', 'later']);
      await empty();
    });

    it('goes on after a job that failed, and brings it back', async () => {
      const tried: number[] = [];
      const workers = worker({
        'slack-event': async ({ key }, job) => {
          tried.push(job.attempt);
          if (key === 'bad' && job.attempt === 1) throw new Error('Slack is away');
        },
      });
      await write(test.system(), async (w) => {
        await queue.enqueue(w, 'slack-event', { key: 'bad' });
        await queue.enqueue(w, 'slack-event', { key: 'good' });
      });
      await workers.drain();
      expect(tried).toEqual([1, 1]);
      await expect
        .poll(
          async () => {
            await workers.drain();
            return tried;
          },
          { timeout: 20_000, interval: 250 },
        )
        .toEqual([1, 1, 2]);
      await empty();
    });

    it('of a worker that stops finishes the job in hand and takes no other', async () => {
      let begun = 0;
      let finish = () => {};
      const held = new Promise<void>((resolve) => (finish = resolve));
      const done: string[] = [];
      const workers = worker({
        'monitor-run': async ({ periodStart }) => {
          begun++;
          await held;
          done.push(periodStart);
        },
      });
      await enqueue();
      await enqueue({ ...week, periodStart: '2001-06-18' });
      workers.start();
      await expect.poll(() => begun).toBe(1);
      const stopped = workers.stop();
      finish();
      await stopped;
      expect(done).toEqual(['2001-06-11']);
      await queue.complete((await queue.take('monitor-run'))!);
    });
  });
}
