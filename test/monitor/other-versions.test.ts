import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { finding } from '../../src/db/schema/monitor.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import type { ComparisonRequest, Engine } from '../../src/engines/engine.ts';
import { readSeries } from '../../src/facts/read-facts.ts';
import { recordFacts } from '../../src/facts/record-facts.ts';
import { readStagedFigures } from '../../src/monitor/read-staged-figures.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { newId } from '../../src/shared/ids.ts';
import { weekOf } from '../../src/shared/period.ts';
import { createFigures } from '../../src/validation/figures.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { newFolder } from '../engines/files.ts';
import { applyTrips, tripModel, writeTrips } from '../support/trips.ts';

/** Trips wait 8 to 12 minutes, a fifth of them each. Version 1 says 9, version 2 says 11, and calls those of 11 or more. */
describe('versions that run beside production', () => {
  const test = useDatabase();
  const engine = createDuckDbEngine();
  const asked: string[][] = [];
  const spied: Engine = {
    ...engine,
    compare: (request: ComparisonRequest) => {
      asked.push(request.versions.map(({ key }) => key));
      return engine.compare(request);
    },
  };
  let folder: string;
  const monitor = {
    predictions: { 1: { expression: 'guess' }, 2: { expression: 'guess + 2', fallback: `place = 'p1'` } },
    largeMiss: 2.5,
    costly: { phrase: 'long waits', actual: 'wait >= 11', called: 'prediction >= 11' },
  };
  const versions = Object.fromEntries(
    [1, 2, 3, 4].map((number) => [
      number,
      { artifact: `v${number}`, digest: String(number).repeat(64), data: { start: '2001-01-01', end: '2001-02-01' } },
    ]),
  );
  const apply = (environments: Record<string, number>, predictions: Record<string, unknown> = {}) =>
    applyTrips(test.system('2001-02-13T12:00:00Z'), {
      'trip-wait': tripModel(
        folder,
        'trips.parquet',
        { ...monitor, predictions: { ...monitor.predictions, ...predictions } },
        { versions, environments },
      ),
    });
  const look = (periodStart = '2001-02-05', grain: 'day' | 'week' = 'week') =>
    runMonitor(test.system('2001-02-20T12:00:00Z'), spied, { modelId: 'trip-wait', grain, periodStart });
  const facts = (about: string, grain: 'day' | 'week' = 'week') =>
    test.database.db
      .select()
      .from(fact)
      .where(and(eq(fact.about, about), eq(fact.grain, grain)));
  const published = async () => (await auditEntries(test.system())).findLast((one) => one.verb === 'monitor.publish-run')!.detail;

  beforeAll(async () => {
    folder = newFolder();
    await writeTrips(folder, 'trips.parquet', 56);
  });
  afterEach(async () => {
    asked.length = 0;
    await test.clear();
  });
  afterAll(() => engine.close());

  it.each(['day', 'week'] as const)('have their figures in the look at a %s, beside those of production', async (grain) => {
    await apply({ production: 1, staging: 2, canary: 2 });
    await look('2001-02-05', grain);
    expect(asked).toEqual([['2']]);
    const staged = await facts('version:2', grain);
    const of = (measure: string) => staged.find((one) => one.measure === measure)!;
    const rows = grain === 'day' ? 100 : 700;
    expect(Object.fromEntries(staged.map((one) => [one.measure, one.value]))).toEqual({
      'compared-rows': rows,
      mae: 1.4, // 3, 2, 1, 0, 1
      rmse: Math.sqrt(3),
      bias: -1,
      'baseline-mae': 10,
      'large-miss-share': 0.2,
      'costly-called-share': 1,
      'fallback-share': 0.2,
    });
    const [serving] = (await facts('', grain)).filter((one) => one.measure === 'mae' && one.runId === of('mae').runId);
    expect(of('mae')).toMatchObject({
      version: 2,
      periodStart: '2001-02-05',
      source: { rows, columns: ['prediction', 'wait'] },
      comparison: { with: 'serving', value: serving!.value, label: 'version 1', factIds: [serving!.id] },
    });
    expect(await published()).toMatchObject({ others: { counted: [2], uncounted: [] } });
  });

  it('leave every series of the model as it is', async () => {
    await apply({ production: 1, staging: 2 });
    await look();
    await look('2001-02-12');
    const series = await readSeries(test.system(), {
      modelIds: ['trip-wait'],
      grain: 'week',
      measures: ['mae', 'large-miss-share'],
      from: '2001-02-01',
      before: '2001-03-01',
    });
    expect(new Set(series.map((one) => one.version))).toEqual(new Set([1]));
    expect((await facts('mae')).filter((one) => one.measure === 'change')).toMatchObject([{ version: 1, value: 0 }]);
    expect(await test.database.db.select().from(finding).where(eq(finding.key, 'version:2'))).toEqual([]);
  });

  it('and their checks take no day’s place in a series', async () => {
    await apply({ production: 1 });
    await look('2001-02-05', 'day');
    const window = { start: '2001-02-05', end: '2001-02-12' };
    const of = { runId: newId(), modelId: 'trip-wait', version: 2, against: 1, window, source: 's', rows: 1 };
    const figures = createFigures({ ...of, computedAt: new Date('2001-02-21T12:00:00Z') });
    figures.state({ measure: 'mae', value: 99, unit: 'minutes', columns: [], method: 'm' });
    await write(test.system(), (w) => recordFacts(w, figures.facts));
    const days = { modelIds: ['trip-wait'], grain: 'day' as const, measures: ['mae' as const] };
    const series = await readSeries(test.system(), { ...days, from: '2001-02-01', before: '2001-03-01' });
    expect(series.filter((one) => one.about === '').map((one) => one.value)).toEqual([1.4]);
  });

  it('cost nothing where there is none, and production has the same figures', async () => {
    await apply({ production: 1, staging: 1 });
    await look();
    expect(asked).toEqual([]);
    const own = (measure: string, all: Awaited<ReturnType<typeof facts>>) => all.find((one) => one.measure === measure)?.value;
    const [week, day] = [await facts(''), await facts('', 'day')];
    expect([own('large-miss-share', week), own('costly-called-share', week)]).toEqual([0.2, 0]);
    expect([own('large-miss-share', day), own('costly-called-share', day), own('decisions-per-hour', day)]).toEqual([
      0.2,
      0,
      100 / 24,
    ]);
    expect(await published()).not.toHaveProperty('others');
    expect(await readStagedFigures(test.system(), ['trip-wait'])).toEqual([]);
  });

  it('that nothing is known of, or that cannot be read, hold nobody back', async () => {
    await apply({ production: 1, staging: 2, canary: 3, shadow: 4 }, { 3: { expression: 'nothing' } });
    expect(await look()).toMatchObject({ state: 'published' });
    expect(asked).toEqual([['2', '3'], ['2'], ['3']]);
    expect((await facts('version:2')).length).toBeGreaterThan(0);
    expect(await published()).toMatchObject({
      others: {
        counted: [2],
        uncounted: [
          { version: 4, why: 'Nothing says how the answers of version 4 are computed.' },
          { version: 3, why: expect.stringContaining('version 3’s prediction') as string },
        ],
      },
    });
    const figures = await readStagedFigures(test.system('2001-02-20T12:00:00Z'), ['trip-wait'], weekOf('2001-02-05'));
    expect(
      figures.map(({ environment, version, mae, servingMae }) => [environment, version, mae?.value, servingMae?.value]),
    ).toEqual([
      ['canary', 3, undefined, undefined],
      ['shadow', 4, undefined, undefined],
      ['staging', 2, 1.4, 1.4],
    ]);
  });

  it('are counted each by itself where one has no answer at all', async () => {
    await apply({ production: 1, staging: 2, canary: 3 }, { 3: { expression: 'null::double' } });
    expect(await look()).toMatchObject({ state: 'published' });
    expect((await facts('version:2')).find((one) => one.measure === 'mae')).toMatchObject({ value: 1.4 });
    expect((await facts('version:3')).map((one) => [one.measure, one.value])).toEqual([['compared-rows', 0]]);
  });
});
