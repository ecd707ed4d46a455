import { afterEach, expect, test } from 'vitest';
import { createDrawer } from '../../src/charts/drawer.ts';
import type { Drawer } from '../../src/charts/drawer.ts';

const worker = new URL('./fixtures/moody-worker.ts', import.meta.url);
let drawer: Drawer<string, string>;
const open = (more: { idleMs?: number; timeoutMs?: number; maxQueued?: number } = {}) => {
  drawer = createDrawer({ worker, idleMs: 60_000, timeoutMs: 30_000, maxQueued: 64, ...more });
  return drawer;
};
afterEach(() => drawer.close());

test('jobs share one worker', async () => {
  const { run, workers } = open();
  expect(await Promise.all(['a', 'b', 'c'].map(run))).toEqual(['drew a', 'drew b', 'drew c']);
  expect(workers()).toEqual({ started: 1, alive: 1 });
});

test('a crash fails its own job and the next one gets a new worker', async () => {
  const { run, workers } = open();
  const [crashed, next] = await Promise.allSettled([run('throw'), run('b')]);
  expect(crashed).toMatchObject({ reason: { code: 'unavailable', message: expect.stringContaining('out of paint') } });
  expect(next).toMatchObject({ value: 'drew b' });
  expect(workers().started).toBe(2);
});

test('a worker that runs out of memory does not take the process along', async () => {
  const { run } = open();
  await expect(run('exhaust')).rejects.toMatchObject({ code: 'unavailable' });
  expect(await run('b')).toBe('drew b');
});

test('a job that takes too long is ended with its worker, and the next one is drawn', async () => {
  const { run, workers } = open({ timeoutMs: 3_000 });
  const [late, next] = await Promise.allSettled([run('hang'), run('b')]);
  expect(late).toMatchObject({ reason: { code: 'unavailable', message: expect.stringContaining('3000 ms') } });
  expect(next).toMatchObject({ value: 'drew b' });
  expect(workers()).toEqual({ started: 2, alive: 1 });
});

test('a refused picture keeps its worker', async () => {
  const { run, workers } = open();
  await expect(run('refuse')).rejects.toMatchObject({
    code: 'unavailable',
    message: 'The chart could not be drawn: the picture is blank.',
  });
  expect(await run('b')).toBe('drew b');
  expect(workers().started).toBe(1);
});

test('a full queue refuses and says how many wait', async () => {
  const { run } = open({ maxQueued: 2 });
  const accepted = ['a', 'b', 'c'].map(run);
  await expect(run('d')).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('2 charts wait') });
  expect(await Promise.all(accepted)).toHaveLength(3);
});

test('an idle worker ends, and the next job starts another', async () => {
  const { run, workers } = open({ idleMs: 1 });
  await run('a');
  await expect.poll(() => workers().alive).toBe(0);
  expect(await run('b')).toBe('drew b');
  expect(workers().started).toBe(2);
});

test('closing fails what waits and ends the worker', async () => {
  const { run, close, workers } = open();
  const jobs = Promise.allSettled([run('hang'), run('b')]);
  await close();
  expect((await jobs).map((job) => job.status)).toEqual(['rejected', 'rejected']);
  await expect(run('c')).rejects.toMatchObject({ code: 'unavailable' });
  expect(workers().alive).toBe(0);
});
