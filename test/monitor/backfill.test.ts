import { and, asc, eq, sql } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/db/db.ts';
import { matter } from '../../src/db/schema/matters.ts';
import { run } from '../../src/db/schema/monitor.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { backfillWeek, countNeverLookedAt, readBackfill, startBackfill } from '../../src/monitor/backfill.ts';
import { claimWindow } from '../../src/monitor/claim-window.ts';
import { readHealth } from '../../src/monitor/read-health.ts';
import { runMonitor, type RunInput, type RunOutcome } from '../../src/monitor/run-monitor.ts';
import type { Jobs, QueueName } from '../../src/queue/queue.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { addDays, weekOf } from '../../src/shared/period.ts';
import { newFolder } from '../engines/files.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyTrips, tripModel, writeTrips } from '../support/trips.ts';

/** The Wednesday after fifteen whole weeks of trips, 5 February to 20 May. */
const wednesday = '2001-05-23T12:00:00Z';
const newest = '2001-05-14';

describe('looking at past weeks', () => {
  const test = useDatabase();
  const engine = createDuckDbEngine();
  let folder: string;
  const system = (now = wednesday) => test.system(now);
  const apply = (monitor: Record<string, unknown> = {}, ids = ['trip-wait']) =>
    applyTrips(system(), Object.fromEntries(ids.map((id) => [id, tripModel(folder, 'trips.parquet', monitor)])));
  const weeks = () =>
    test.database.db
      .select({ start: run.periodStart, state: run.state })
      .from(run)
      .where(and(eq(run.grain, 'week'), eq(run.modelId, 'trip-wait')))
      .orderBy(asc(run.periodStart));
  const look = (input: RunInput) => runMonitor(system(), engine, input);

  const take = async (queue: QueueName = 'backfill') =>
    rowsOf<{ data: Jobs['backfill'] }>(
      await test.database.db.execute(sql`delete from pgboss.job where name = ${queue} returning data`),
    ).map((row) => row.data);

  const allMatters = () => test.database.db.select({ id: matter.id, openedFor: matter.openedFor }).from(matter);

  /** Works on what waits until nothing does, as the worker would. */
  async function work(by: (input: RunInput) => Promise<RunOutcome> = look, isLastTry = false): Promise<Jobs['backfill'][]> {
    const done = [];
    for (let jobs = await take(); jobs.length > 0; jobs = await take())
      for (const job of jobs) {
        await backfillWeek(system(), by, { ...job, isLastTry });
        done.push(job);
      }
    return done;
  }

  beforeAll(async () => {
    folder = newFolder();
    // Waits that are too long in one week long ago, from 30 April on, and in the newest one, from 14 May on.
    const wait = 'case when i between 11900 and 12599 then 30.0 when i >= 13300 then 90.0 else 8.0 + i % 5 end';
    await writeTrips(folder, 'trips.parquet', 154, { wait });
  });
  beforeEach(() => apply());
  afterEach(async () => {
    await take();
    await take('run-published');
    await test.clear();
  });

  it('looks at each whole week since watching begins, the oldest first, and knows then what is usual', async () => {
    const { stretches } = await startBackfill(system(), { weeks: 26 });
    expect(stretches).toEqual([{ modelId: 'trip-wait', from: '2001-02-05', until: newest, weeks: 15 }]);
    const mondays = Array.from({ length: 15 }, (_, week) => addDays('2001-02-05', 7 * week));
    expect((await work()).map((one) => one.week)).toEqual(mondays);
    expect(await weeks()).toEqual(mondays.map((start) => ({ start, state: 'published' })));
    expect((await readHealth(system(), ['trip-wait'])).get('trip-wait')).toMatchObject({
      state: 'attention',
      periodStart: newest,
    });
  });

  it('goes back no further than it was asked to', async () => {
    const { stretches } = await startBackfill(system(), { modelIds: ['trip-wait'], weeks: 2 });
    expect(stretches).toMatchObject([{ from: '2001-05-07', until: newest, weeks: 2 }]);
  });

  it('takes the week before as the newest while Monday’s look is not due yet', async () => {
    const monday = await startBackfill(system('2001-03-19T05:59:00Z'), { weeks: 1 });
    expect(monday.stretches[0]?.until).toBe('2001-03-05');
    const sixOClock = await startBackfill(system('2001-03-19T06:00:00Z'), { weeks: 1 });
    expect(sixOClock.stretches[0]?.until).toBe('2001-03-12');
  });

  it('opens matters and asks standing rules for the newest week alone', async () => {
    await startBackfill(system(), { weeks: 26 });
    await work();
    const matters = await allMatters();
    expect(matters.length).toBeGreaterThan(0);
    expect(new Set(matters.map((one) => one.openedFor))).toEqual(new Set([newest]));
    // Standing rules look at the newest week as well, and at no other.
    const ruled = await take('run-published');
    expect(ruled).toHaveLength(1);
  });

  it('does not look again at a week that was looked at', async () => {
    await look({ modelId: 'trip-wait', grain: 'week', periodStart: '2001-05-07' });
    const published = (await auditEntries(system())).filter((one) => one.verb === 'monitor.publish-run').length;
    await startBackfill(system(), { weeks: 3 });
    await work();
    const after = (await auditEntries(system())).filter((one) => one.verb === 'monitor.publish-run').length;
    expect(after - published).toBe(2);
  });

  it('says how far it is, and why a week has no figures', async () => {
    await apply({ thresholds: { minRows: 100_000 } });
    const { since } = await startBackfill(system(), { weeks: 2 });
    const asked = { weeks: 2, since };
    expect(await readBackfill(system(), asked)).toMatchObject([{ weeks: 2, ended: 0, published: 0, reason: null }]);
    await work();
    expect(await readBackfill(system(), asked)).toMatchObject([
      { weeks: 2, ended: 2, published: 0, reason: expect.stringContaining('at least 100000 are needed') },
    ]);
    const matters = await allMatters();
    expect(matters.map((one) => one.openedFor)).toEqual([newest]);
  });

  it('goes on behind a week that cannot be looked at even at its last try, and not before', async () => {
    await startBackfill(system(), { weeks: 2 });
    const away = async (input: RunInput) => {
      if (input.periodStart === '2001-05-07') throw new LeewayError('unavailable', 'The warehouse does not answer.');
      return look(input);
    };
    const [job] = await take();
    await expect(backfillWeek(system(), away, { ...job!, isLastTry: false })).rejects.toThrow('warehouse');
    expect(await take()).toEqual([]);
    await backfillWeek(system(), away, { ...job!, isLastTry: true });
    expect((await work(away)).map((one) => one.week)).toEqual([newest]);
  });

  it('waits for another process that looks at the week, for the next one is judged by it', async () => {
    await startBackfill(system(), { weeks: 2 });
    const job = (await take())[0]!;
    await claimWindow(system(), { modelId: 'trip-wait', version: 1 }, weekOf(job.week));
    await expect(backfillWeek(system(), look, { ...job, isLastTry: false })).rejects.toMatchObject({ code: 'unavailable' });
    expect(await take()).toEqual([]);
    await backfillWeek(system(), look, { ...job, isLastTry: true });
    expect(await take()).toMatchObject([{ week: newest }]);
  });

  it('goes on behind a fault of its own as well, which is not kept quiet', async () => {
    await startBackfill(system(), { weeks: 2 });
    const [job] = await take();
    const faulty = async () => Promise.reject(new TypeError('undefined is no function'));
    await expect(backfillWeek(system(), faulty, { ...job!, isLastTry: true })).rejects.toThrow(TypeError);
    expect(await take()).toMatchObject([{ week: newest }]);
  });

  it('opens no matter for a week that is the newest no more when its turn comes', async () => {
    await startBackfill(system(), { weeks: 26 });
    let [job] = await take();
    for (; job!.week < newest; [job] = await take()) await backfillWeek(system(), look, { ...job!, isLastTry: false });
    await look({ modelId: 'trip-wait', grain: 'week', periodStart: '2001-05-21', past: true });
    await backfillWeek(system(), look, { ...job!, isLastTry: false });
    expect((await weeks()).slice(-2)).toEqual([newest, '2001-05-21'].map((start) => ({ start, state: 'published' })));
    expect(await allMatters()).toEqual([]);
  });

  it('counts of each model the weeks that were asked for, and no earlier ones of it', async () => {
    await look({ modelId: 'trip-wait', grain: 'week', periodStart: '2001-02-05', past: true });
    await applyTrips(system(), {
      'other-wait': tripModel(folder, 'trips.parquet'),
      'trip-wait': tripModel(folder, 'trips.parquet', { from: '2001-05-07' }),
    });
    const { since } = await startBackfill(system(), { weeks: 26 });
    expect((await readBackfill(system(), { weeks: 26, since })).map((one) => [one.modelId, one.weeks, one.ended])).toEqual([
      ['other-wait', 15, 0],
      ['trip-wait', 2, 0],
    ]);
  });

  it('leaves out a model of which no version serves, and says so of one that was named', async () => {
    await applyTrips(system(), {
      'trip-wait': tripModel(folder, 'trips.parquet'),
      'not-live': tripModel(folder, 'trips.parquet', {}, { environments: {} }),
    });
    const { stretches } = await startBackfill(system(), { weeks: 1 });
    expect(stretches.map((one) => one.modelId)).toEqual(['trip-wait']);
    await expect(startBackfill(system(), { weeks: 1, modelIds: ['not-live'] })).rejects.toMatchObject({
      message: 'The model not-live has no version that serves.',
    });
  });

  it('counts the models that were never looked at', async () => {
    await apply({}, ['trip-wait', 'other-wait']);
    expect(await countNeverLookedAt(system())).toBe(2);
    await startBackfill(system(), { modelIds: ['trip-wait'], weeks: 1 });
    await work();
    expect(await countNeverLookedAt(system())).toBe(1);
  });

  it.each([
    [{ weeks: 0 }, { code: 'invalid', field: 'weeks' }],
    [{ weeks: 27 }, { code: 'invalid', field: 'weeks' }],
    [{ weeks: 1.5 }, { code: 'invalid', field: 'weeks' }],
    [
      { weeks: 2, modelIds: ['trip-wai'] },
      { code: 'not-found', hint: 'Did you mean trip-wait?' },
    ],
  ])('refuses %j', async (input, error) => {
    await expect(startBackfill(system(), input)).rejects.toMatchObject(error);
  });

  it('says so where no whole week has gone by', async () => {
    await expect(startBackfill(system('2001-02-08T12:00:00Z'), { weeks: 2 })).rejects.toMatchObject({
      code: 'not-found',
      message: 'No whole week has gone by since watching begins.',
    });
  });

  it('is for those who run Leeway, and for builders of the model', async () => {
    const executive = test.ctx({ id: 'dana', roles: ['executive'] });
    await expect(startBackfill(executive, { modelIds: ['trip-wait'], weeks: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = test.ctx({ id: 'ada', roles: ['engineer'] });
    await expect(startBackfill(stranger, { modelIds: ['trip-wait'], weeks: 1 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
