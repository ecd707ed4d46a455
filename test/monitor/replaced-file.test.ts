import { copyFile, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { beforeAll, beforeEach, afterEach, expect, it } from 'vitest';
import { fact } from '../../src/db/schema/facts.ts';
import { dayProfile, referenceProfile, run } from '../../src/db/schema/monitor.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { Engine } from '../../src/engines/engine.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { newFolder } from '../engines/files.ts';
import { useDatabase } from '../support/database.ts';
import { applyTrips, tripModel, writeTrips } from '../support/trips.ts';

const test = useDatabase();
const engine = createDuckDbEngine();
const week = { modelId: 'trip-wait', grain: 'week', periodStart: '2001-02-05' } as const;
const system = () => test.system('2001-02-13T12:00:00Z');
let folder: string;
/** The file that is looked at; `late` waits are three minutes longer. */
const file = () => join(folder, 'trips.parquet');

beforeAll(async () => {
  folder = newFolder();
  await writeTrips(folder, 'early.parquet', 56);
  await writeTrips(folder, 'late.parquet', 56, { wait: '11.0 + i % 5' });
});
beforeEach(async () => {
  await copyFile(join(folder, 'early.parquet'), file());
  await applyTrips(system(), { 'trip-wait': tripModel(folder, 'trips.parquet') });
});
afterEach(() => test.clear());

/** Replaces the file once, just after the profile of the window that begins so. */
function replacing(start: string): Engine {
  let done = false;
  return {
    ...engine,
    async profile(request, signal) {
      const profile = await engine.profile(request, signal);
      if (!done && request.window.start === start) {
        done = true;
        await copyFile(join(folder, 'late.parquet'), file());
        await utimes(file(), new Date(), new Date(Date.now() + 5_000));
      }
      return profile;
    },
  };
}

it.each([
  ['a week’s', '2001-02-05', dayProfile],
  ['the reference’s', '2001-01-01', referenceProfile],
] as const)(
  'a file replaced between %s two scans is refused with a reason, nothing of it is kept, and the next try is whole',
  async (_, start, kept) => {
    const { db } = test.database;
    await expect(runMonitor(system(), replacing(start), week)).rejects.toMatchObject({ code: 'unavailable' });
    const [failed] = await db.select().from(run).where(eq(run.grain, 'week'));
    expect(failed).toMatchObject({ state: 'failed', reason: expect.stringContaining('trips.parquet') });
    expect(failed?.reason).toMatch(/changed while it was read\. Try again when it is complete\.$/);
    expect(await db.select().from(kept)).toEqual([]);

    expect(await runMonitor(system(), engine, week)).toMatchObject({ state: 'published' });
    const [mae] = await db
      .select({ value: fact.value })
      .from(fact)
      .where(and(eq(fact.grain, 'week'), eq(fact.measure, 'mae'), eq(fact.about, '')));
    // Waits of 11 to 15 minutes around a guess of 9: (2 + 3 + 4 + 5 + 6) / 5.
    expect(mae?.value).toBe(4);
  },
);
