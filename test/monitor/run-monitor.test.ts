import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { and, asc, eq, ne } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dayProfile, finding, referenceProfile, run } from '../../src/db/schema/monitor.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { readHealth } from '../../src/monitor/read-health.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { newFolder, writeRows } from '../engines/files.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyTrips, spied, tripModel, tripRows, writeTrips } from '../support/trips.ts';

const week = { modelId: 'trip-wait', grain: 'week', periodStart: '2001-02-05' } as const;
const day = (periodStart: string) => ({ modelId: 'trip-wait', grain: 'day', periodStart }) as const;
const later = '2001-02-13T12:00:00Z';

describe('a look at a window', () => {
  const test = useDatabase();
  const engine = createDuckDbEngine();
  let folder: string;
  const db = () => test.database.db;
  const system = (now = later) => test.system(now);
  const apply = (monitor: Record<string, unknown> = {}, more: Record<string, unknown> = {}, file = 'trips.parquet') =>
    applyTrips(system(), { 'trip-wait': tripModel(folder, file, monitor, more) });
  const look = (input: Parameters<typeof runMonitor>[2] = week, by = engine) => runMonitor(system(), by, input);
  const health = async () => (await readHealth(system(), ['trip-wait'])).get('trip-wait');

  beforeAll(async () => {
    folder = newFolder();
    await writeTrips(folder, 'trips.parquet', 56);
  });
  beforeEach(() => apply());
  afterEach(() => test.clear());

  it('states the days that no daily look has stated, and leaves the others alone', async () => {
    await look(day('2001-02-05'));
    await look();
    const daily = await db()
      .select({ start: fact.periodStart, value: fact.value })
      .from(fact)
      .where(and(eq(fact.grain, 'day'), eq(fact.measure, 'rows'), eq(fact.about, '')));
    const [whole] = await db()
      .select({ value: fact.value })
      .from(fact)
      .where(and(eq(fact.grain, 'week'), eq(fact.measure, 'rows'), eq(fact.about, '')));
    const days = ['05', '06', '07', '08', '09', '10', '11'].map((date) => `2001-02-${date}`);
    expect(daily.map((one) => one.start).toSorted()).toEqual(days);
    expect(daily.reduce((sum, one) => sum + one.value, 0)).toBe(whole?.value);
  });

  it('is published once, also when it is done twice', async () => {
    expect(await look()).toMatchObject({ state: 'published' });
    expect(await look()).toEqual({ state: 'not-mine' });
    expect(
      await db()
        .select()
        .from(fact)
        .where(and(eq(fact.measure, 'mae'), eq(fact.about, ''), ne(fact.grain, 'day'))),
    ).toHaveLength(2);
  });

  it('is published once when ten do it at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => look()));
    expect(outcomes.filter((one) => one.state === 'published')).toHaveLength(1);
    expect(outcomes.filter((one) => one.state === 'not-mine')).toHaveLength(9);
    expect((await auditEntries(system())).filter((entry) => entry.verb === 'monitor.publish-run')).toHaveLength(1);
    expect(
      await db()
        .select()
        .from(fact)
        .where(and(eq(fact.grain, 'week'), eq(fact.measure, 'rows'))),
    ).toHaveLength(1);
  });

  it('refuses who may not', async () => {
    const grace = test.ctx({ id: 'grace', roles: ['compliance'] });
    await expect(runMonitor(grace, engine, week)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('counts no day twice: the reference once, each day once, the week from its days', async () => {
    const asked = spied(engine);
    await look(day('2001-02-05'), asked);
    await look(day('2001-02-06'), asked);
    await look(week, asked);
    await look({ ...week, periodStart: '2001-02-12' }, asked);
    expect(asked.asked).toEqual([
      '2001-01-01..2001-02-01 reference',
      '2001-02-05..2001-02-06',
      '2001-02-06..2001-02-07',
      '2001-02-07..2001-02-12',
      '2001-02-12..2001-02-19',
    ]);
    expect(await db().select().from(referenceProfile)).toHaveLength(1);
  });

  it('keeps what was counted when a threshold, a phrase or a waiting version changes', async () => {
    await look();
    await apply({
      thresholds: { minRows: 60, psi: 0.2 },
      predictionPhrase: 'forecasts',
      predictions: { 1: { expression: 'guess' }, 2: { expression: 'guess + 1' } },
    });
    const asked = spied(engine);
    await look({ ...week, periodStart: '2001-02-12' }, asked);
    expect(asked.asked).toEqual(['2001-02-12..2001-02-19']);
  });

  it('counts anew when an input is expressed otherwise, or when another version serves', async () => {
    await look();
    const asked = spied(engine);
    await apply({ inputs: [{ name: 'place', phrase: 'places', type: 'categorical', expression: 'upper(place)' }] });
    await look({ ...week, periodStart: '2001-02-12' }, asked);
    expect(asked.asked[0]).toBe('2001-01-01..2001-02-01 reference');
    await apply({ predictions: { 2: { expression: 'guess + 1' } } }, { environments: { production: 2 } });
    await look({ ...week, periodStart: '2001-02-19' }, asked);
    expect(asked.asked.filter((one) => one.endsWith('reference'))).toHaveLength(2);
    expect(await db().select().from(referenceProfile)).toHaveLength(3);
  });

  it('that met a moment’s trouble is tried again and then published', async () => {
    const busy = {
      ...engine,
      performance: () => Promise.reject(new LeewayError('unavailable', 'The file changed while it was read.')),
    };
    await expect(look(week, busy)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await db().select().from(run).where(eq(run.grain, 'week'))).toMatchObject([
      { state: 'failed', attempt: 1, reason: 'The file changed while it was read.' },
    ]);
    expect(await look()).toMatchObject({ state: 'published' });
    expect(await db().select().from(run).where(eq(run.grain, 'week'))).toMatchObject([
      { state: 'published', attempt: 2, reason: null },
    ]);
  });

  it('that a dead process left is taken over before its job’s last try', async () => {
    const never = { ...engine, profile: () => new Promise<never>(() => {}) };
    void runMonitor(system('2001-02-13T12:00:00Z'), never, week);
    await expect.poll(() => db().select().from(run).where(eq(run.grain, 'week'))).toHaveLength(1);
    expect(await runMonitor(system('2001-02-13T12:09:00Z'), engine, week)).toEqual({ state: 'not-mine' });
    expect(await runMonitor(system('2001-02-13T12:11:00Z'), engine, week)).toMatchObject({ state: 'published' });
  });

  it('over days of which one is empty says which is short and counts it again when it comes late', async () => {
    await writeRows(join(folder, 'late.parquet'), `select * from (${tripRows(41)}) where moment < timestamp '2001-02-10'`);
    await apply({}, {}, 'late.parquet');
    for (const one of ['2001-02-05', '2001-02-06', '2001-02-07', '2001-02-08', '2001-02-09']) await look(day(one));
    expect(await look()).toMatchObject({ state: 'published' });
    expect(await db().select().from(finding).where(eq(finding.kind, 'rows-short'))).toHaveLength(1);
    expect((await db().select().from(dayProfile).orderBy(asc(dayProfile.day))).at(-1)!.day).toBe('2001-02-09');
  });

  it('keeps one open matter over weeks, whoever found it last', async () => {
    await writeTrips(folder, 'holes.parquet', 56, {
      place: `case when i > 3500 and i % 10 = 0 then null else 'p' || (i % 5) end`,
    });
    await apply({}, {}, 'holes.parquet');
    for (const periodStart of ['2001-02-05', '2001-02-12', '2001-02-19']) await look({ ...week, periodStart });
    const { matters } = await listMatters(system());
    expect(matters).toMatchObject([{ key: 'missing:place', openedFor: '2001-02-05', state: 'open' }]);
    const found = await db().select().from(finding).where(eq(finding.kind, 'values-missing')).orderBy(asc(finding.periodStart));
    expect(found.map((one) => one.weeksRunning)).toEqual([1, 2, 3]);
    expect(matters[0]!.findingId).toBe(found[2]!.id);
    expect((await auditEntries(system())).filter((entry) => entry.verb === 'matters.open')).toHaveLength(1);
  });

  it('at an earlier week does not pass for the newest', async () => {
    await look({ ...week, periodStart: '2001-02-12' });
    await look();
    expect(await health()).toMatchObject({ periodStart: '2001-02-12', state: 'calm' });
  });

  describe('that cannot be had', () => {
    const badFiles: [string, string, string[], (to: string) => Promise<void>][] = [
      [
        'a missing column',
        'failed',
        ['column.parquet', 'place'],
        (to) => writeRows(to, `select * exclude (place) from (${tripRows(56)})`),
      ],
      ['a column of another type', 'failed', ['type.parquet', 'wait'], (to) => writeRows(to, tripRows(56, { wait: `'much'` }))],
      [
        'a truncated file',
        'failed',
        ['truncated.parquet'],
        async (to) => writeFile(to, (await readFile(join(folder, 'trips.parquet'))).subarray(0, 400)),
      ],
      [
        'an empty window',
        'abstained',
        ['empty.parquet', '5–11 February 2001'],
        (to) => writeTrips(folder, to.split('/').at(-1)!, 35),
      ],
      [
        'a nearly empty window',
        'abstained',
        ['thin.parquet', '17 rows'],
        (to) =>
          writeRows(
            to,
            `select * from (${tripRows(56)}) where moment < timestamp '2001-02-01' or epoch(moment)::bigint % 86400 = 0 and day(moment) < 9`,
          ),
      ],
    ];
    it.each(badFiles)('for %s ends as %s, says why, and opens a matter', async (_, state, named, make) => {
      const file = named[0]!;
      await make(join(folder, file));
      await apply({}, {}, file);
      const outcome = await look();
      expect(outcome).toMatchObject({ state });
      const reason = (outcome as { reason: string }).reason;
      for (const name of named) expect(reason).toContain(name);
      expect(await db().select().from(finding)).toMatchObject([
        { kind: state === 'failed' ? 'run-failed' : 'run-abstained', words: { reason } },
      ]);
      expect((await listMatters(system())).matters).toMatchObject([{ kind: 'data-quality', key: 'run', state: 'open' }]);
      expect(await health()).toMatchObject({ state: 'unchecked', reason });
      expect((await auditEntries(system())).filter((one) => one.verb === 'monitor.run-without-result')).toHaveLength(1);
    });

    it('does not hold other models back', async () => {
      await applyTrips(system(), { broken: tripModel(folder, 'gone.parquet'), 'trip-wait': tripModel(folder, 'trips.parquet') });
      expect(await look({ ...week, modelId: 'broken' })).toMatchObject({ state: 'abstained' });
      expect(await look()).toMatchObject({ state: 'published' });
    });

    it('once had, leaves nothing of the failed try but its matter', async () => {
      const file = join(folder, 'repaired.parquet');
      await writeFile(file, 'no parquet');
      await apply({}, {}, 'repaired.parquet');
      expect(await look()).toMatchObject({ state: 'failed' });
      await writeRows(file, tripRows(56));
      expect(await look()).toMatchObject({ state: 'published' });
      expect((await db().select().from(finding)).filter((one) => one.kind === 'run-failed')).toEqual([]);
      expect(await health()).toMatchObject({ state: 'calm', reason: null });
      expect((await listMatters(system())).matters).toHaveLength(1);
    });

    it('on one day ends with the next good day: health is the last week’s again', async () => {
      await look();
      const broken = {
        ...engine,
        profile: () => Promise.reject(new LeewayError('invalid', 'trips.parquet is no Parquet file.')),
      };
      await look(day('2001-02-12'), broken);
      expect(await health()).toMatchObject({ state: 'unchecked', grain: 'day' });
      await look(day('2001-02-13'));
      expect(await health()).toMatchObject({ state: 'calm', grain: 'week', periodStart: '2001-02-05' });
    });
  });
});
