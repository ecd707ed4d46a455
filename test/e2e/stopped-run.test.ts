import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgres, type Database } from '../../src/db/open.ts';
import { dayProfile, run } from '../../src/db/schema/monitor.ts';
import { ensureQueues } from '../../src/queue/queue.ts';
import { enqueue } from '../../src/queue/enqueue.ts';
import { write } from '../../src/audit/write.ts';
import { silentLog } from '../../src/shared/log.ts';
import { systemCtx } from '../crash/office.ts';
import { patienceMs } from '../crash/posted.ts';
import { createStarter, type Starter } from '../crash/processes.ts';
import { runSandbox, type Running } from '../sandbox/support.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { applyTrips, tripModel, writeTrips } from '../support/trips.ts';
import { newPostgres } from './run-app.ts';
import { eventually } from './sandbox-user.ts';

// A real Leeway that is asked to stop while it looks at a week of a model.

const week = { modelId: 'trip-wait', grain: 'week', periodStart: '2001-02-05' } as const;
/** Takes longer than anybody waits. */
const slow = '9.0 + 0 * (select sum(a.range * b.range) from range(1000000) a, range(1000000) b)';

let database: Database;
let slack: Running;
let starter: Starter;
let folder: string;

beforeAll(async () => {
  const url = await newPostgres();
  database = await openPostgres(url, { max: 2 });
  folder = tempFolder('stopped');
  await writeTrips(folder, 'trips.parquet', 56);
  await ensureQueues(database, silentLog);
  slack = await runSandbox({ clock: { now: () => new Date(), advance: async () => {} } });
  starter = createStarter(folder, `${slack.base}/slack/api/`, { DATABASE_URL: url });
}, 2 * patienceMs);
afterAll(async () => {
  await starter?.stopAll();
  await slack?.stop();
  await database?.close();
});

const apply = (guess: string) =>
  applyTrips(systemCtx(database), {
    'trip-wait': tripModel(folder, 'trips.parquet', { predictions: { 1: { expression: guess } } }),
  });
const looks = () =>
  database.db
    .select({ state: run.state, reason: run.reason })
    .from(run)
    .where(and(eq(run.modelId, week.modelId), eq(run.grain, week.grain), eq(run.periodStart, week.periodStart)));
const ask = () => write(systemCtx(database), (w) => enqueue(w, 'monitor-run', week));

it(
  'SIGTERM during a look ends it with a reason, keeps nothing half-made, and the next process looks again',
  async () => {
    await apply(slow);
    await ask();
    const first = starter.start();
    await first.ready();
    await eventually('it looks', async () => (await looks()).some((one) => one.state === 'running'), patienceMs);
    expect(await first.kill('SIGTERM')).toBe(0);
    expect(first.output()).not.toMatch(/"level":50|[Uu]nhandled/);
    expect(await looks()).toMatchObject([{ state: 'failed', reason: expect.stringContaining('cancelled') }]);
    expect(await database.db.select().from(dayProfile)).toEqual([]);

    await apply('guess');
    const second = starter.start();
    await eventually('the week is published', async () => (await looks())[0]?.state === 'published', patienceMs);
    await second.ready();
    expect(await second.kill('SIGTERM')).toBe(0);
    expect(await looks()).toMatchObject([{ state: 'published' }]);
  },
  3 * patienceMs,
);
