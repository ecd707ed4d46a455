import { eq } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { dayProfile, run } from '../../src/db/schema/monitor.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { newFolder } from '../engines/files.ts';
import { useDatabase } from '../support/database.ts';
import { applyTrips, tripModel, writeTrips } from '../support/trips.ts';

const test = useDatabase();
const week = { modelId: 'trip-wait', grain: 'week', periodStart: '2001-02-05' } as const;
/** Takes longer than anybody waits. */
const slow = '9.0 + 0 * (select sum(a.range * b.range) from range(1000000) a, range(1000000) b)';

it('a look that is stopped in the middle ends with a reason, keeps nothing, and is done at the next start', async () => {
  const folder = newFolder();
  await writeTrips(folder, 'trips.parquet', 56);
  const system = test.system('2001-02-13T12:00:00Z');
  const apply = (guess: string) =>
    applyTrips(system, {
      'trip-wait': tripModel(folder, 'trips.parquet', { predictions: { 1: { expression: guess } } }),
    });
  const week1 = () => test.database.db.select().from(run).where(eq(run.grain, 'week'));
  await apply(slow);
  const stop = new AbortController();
  const looking = runMonitor(system, createDuckDbEngine({ graceMs: 50 }, stop.signal), week);
  const stopWhenBegun = async () => {
    await expect.poll(week1).toHaveLength(1);
    stop.abort();
  };
  const [looked] = await Promise.allSettled([looking, stopWhenBegun()]);
  expect(looked).toMatchObject({
    status: 'rejected',
    reason: { code: 'unavailable', message: expect.stringContaining('cancelled') },
  });
  expect(await week1()).toMatchObject([{ state: 'failed', reason: expect.stringContaining('cancelled') }]);
  expect(await test.database.db.select().from(dayProfile)).toEqual([]);
  await apply('guess');
  expect(await runMonitor(system, createDuckDbEngine(), week)).toMatchObject({ state: 'published' });
});
