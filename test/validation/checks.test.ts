import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { validationRun } from '../../src/db/schema/validation.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { readMonitors } from '../../src/monitor/read-monitors.ts';
import { sha256 } from '../../src/shared/ids.ts';
import { compareLines } from '../../src/validation/compare-lines.ts';
import { gatesHash } from '../../src/validation/gates-hash.ts';
import { readGates } from '../../src/validation/read-gates.ts';
import { registerPredictedVersion } from '../../src/validation/register-predicted-version.ts';
import { startValidation } from '../../src/validation/start-validation.ts';
import { uploadTestReport } from '../../src/validation/upload-test-report.ts';
import { validateVersion } from '../../src/validation/validate-version.ts';
import { newFolder } from '../engines/files.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyTrips, tripModel, writeTrips } from '../support/trips.ts';

const engine = createDuckDbEngine();
afterAll(() => engine.close());

describe('the checks of a version', () => {
  const test = useDatabase();
  const now = '2001-03-05T12:00:00Z';
  const key = { modelId: 'trips', version: 2 };
  let folder: string;
  const gates = () => readGates(test.system(now), [key]);
  const gate = async (name: string) => (await gates()).find((one) => one.gate === name)!;
  const validate = () => validateVersion(test.system(now), engine, key);
  const version = (more: object = {}) => ({
    artifact: 'v2',
    digest: 'b'.repeat(64),
    data: { start: '2001-01-01', end: '2001-02-05', digest: 'd'.repeat(64) },
    ...more,
  });
  const first = { artifact: 'v1', digest: 'a'.repeat(64), data: { start: '2001-01-01', end: '2001-02-01' } };
  const put = (two: object = version(), monitor: object = {}) => {
    const predictions = { 1: { expression: 'guess' }, 2: { expression: 'guess + 1' } };
    return applyTrips(test.system(now), {
      trips: tripModel(folder, 'trips.parquet', { predictions, ...monitor }, { versions: { 1: first, 2: two } }),
    });
  };

  beforeAll(async () => {
    folder = newFolder();
    await writeTrips(folder, 'trips.parquet', 63);
  });
  beforeEach(() => test.clear());

  it('begin by a job that is put in the queue in the transaction that registers it', async () => {
    await put();
    const jobs = rowsOf<{ data: unknown }>(
      await test.database.db.execute(
        sql`select data from pgboss.job where name = 'validate-version' order by created_on desc, data->>'version' limit 2`,
      ),
    );
    expect(jobs.map((job) => job.data)).toEqual([
      { modelId: 'trips', version: 1 },
      { modelId: 'trips', version: 2 },
    ]);
    expect(await gates()).toEqual([]);
  });

  it('all wait when they begin, and each shows when it is done', async () => {
    await put();
    await write(test.system(now), (w) => startValidation(w, key));
    expect((await gates()).map(({ state }) => state)).toEqual(Array.from({ length: 7 }, () => 'waiting'));
    const seen: string[] = [];
    const looking = {
      ...engine,
      compare: async (...request: Parameters<typeof engine.compare>) => {
        seen.push(...(await gates()).map(({ state }) => state));
        return engine.compare(...request);
      },
    };
    await validateVersion(test.system(now), looking, key);
    expect(seen).toEqual(['running', ...Array.from({ length: 6 }, () => 'waiting')]);
    // Trips wait 10 minutes on average; version 1 says 9 and version 2 says 10.
    expect(await gate('typical-miss')).toMatchObject({ state: 'passed', test: { start: '2001-02-05', end: '2001-03-05' } });
    expect(
      (await auditEntries(test.system())).filter((entry) => entry.verb.startsWith('validation.')).map((entry) => entry.verb),
    ).toEqual(['validation.start', ...Array.from({ length: 7 }, () => 'validation.settle-gate'), 'validation.finish']);
  });

  it('are not made twice by a job that comes twice', async () => {
    await put();
    expect(await validate()).toEqual({ state: 'done' });
    const before = gatesHash(await gates());
    expect(await validate()).toEqual({ state: 'not-mine' });
    expect(gatesHash(await gates())).toBe(before);
  });

  it('go on where a try stopped, and say the same when made again', async () => {
    await put();
    const broken = { ...engine, compare: () => Promise.reject(new Error('the process died')) };
    await expect(validateVersion(test.system(now), broken, key)).rejects.toThrow('the process died');
    expect((await gate('data')).state).toBe('running');
    expect(await validate()).toEqual({ state: 'done' });
    const before = gatesHash(await gates());
    await write(test.system(now), (w) => startValidation(w, key));
    expect(gatesHash(await gates())).not.toBe(before);
    await validate();
    expect(gatesHash(await gates())).toBe(before);
    const runs = await test.database.db.select().from(validationRun).where(eq(validationRun.modelId, 'trips'));
    expect(runs.filter((one) => one.supersededBy === null)).toHaveLength(1);
  });

  it('that are begun anew meanwhile are left to the newer ones', async () => {
    await put();
    const overtaken = {
      ...engine,
      compare: async (...request: Parameters<typeof engine.compare>) => {
        await write(test.system(now), (w) => startValidation(w, key));
        return engine.compare(...request);
      },
    };
    expect(await validateVersion(test.system(now), overtaken, key)).toEqual({ state: 'not-mine' });
    expect((await gate('data')).state).toBe('waiting');
  });

  it('by comparison are not run, and never passed, where a version learned from the days of the test', async () => {
    await put(version({ data: { start: '2001-02-05', end: '2001-03-05', digest: 'd'.repeat(64) } }));
    await validate();
    const all = await gates();
    expect(all.slice(2).map(({ state }) => state)).toEqual(Array.from({ length: 5 }, () => 'not-run'));
    expect(all[2]).toMatchObject({
      said: 'Version 2 learned from trips up to 4 March 2001: no finished week after that is left to test it on.',
      test: null,
    });
    expect(all[0]!.state).toBe('passed');
    expect(compareLines(all).notKnown).toContainEqual(
      'Typical miss, better than a constant guess, leaning to one side, large misses, the error that hurts: not checked. Version 2 learned from trips up to 4 March 2001: no finished week after that is left to test it on.',
    );
  });

  it('of data say what is missing', async () => {
    await put(version({ data: undefined }));
    await validate();
    expect(await gate('data')).toMatchObject({
      state: 'failed',
      said: 'It is not stated which days it learned from. No digest of the data that it learned from is stated.',
    });
    expect(await gate('typical-miss')).toMatchObject({ state: 'not-run' });
  });

  it('of data say which column cannot be read, and nothing is compared', async () => {
    await put(version(), { inputs: [{ name: 'speed', phrase: 'speeds', type: 'numeric', expression: 'speed' }] });
    await validate();
    expect(await gate('data')).toMatchObject({ state: 'failed', said: expect.stringContaining('column “speed”') });
    expect((await gate('bias')).state).toBe('not-run');
  });

  it('of data find a table that is not the one that was registered, empty columns and rows unknown to it', async () => {
    const table = join(folder, 'table.csv');
    await writeFile(table, 'place,mean\np0,10\np1,10\n');
    const lookup = { files: table, format: 'csv', on: { place: 'source.place' } };
    const predictions = {
      1: { expression: 'guess' },
      2: { lookup, expression: 'lookup.mean', fallback: 'lookup.mean is null' },
    };
    await put(version(), { predictions });
    await validate();
    const { said, facts } = await gate('data');
    expect(said!.replaceAll('\u00a0', ' ')).toBe(
      'Its table is not the one that was registered: the digest differs. In 60.0 % of the trips, prediction is empty. For 60.0 % it has no answer of its own.',
    );
    expect(facts['missing']!.value).toBeCloseTo(0.6, 8);
  });

  it('fail a version that calls clearly fewer of the rows that matter', async () => {
    const costly = { phrase: 'long waits', actual: 'source.wait >= 11', called: 'prediction >= 9.5', tolerance: 0.1 };
    await put(version(), { predictions: { 1: { expression: 'guess + 1' }, 2: { expression: 'guess' } }, costly });
    await validate();
    expect(await gate('costly-error')).toMatchObject({ state: 'failed', facts: { called: { value: 0 }, serving: { value: 1 } } });
    expect(compareLines(await gates()).worse.map(({ text }) => text.replaceAll('\u00a0', ' '))).toContainEqual(
      'Of long waits it called 0 in 100 beforehand (version 1: 100 in 100). It never calls one.',
    );
  });

  it('of tests follow the newest report of each suite, at once', async () => {
    await put();
    await validate();
    expect((await gate('tests')).state).toBe('not-run');
    const before = gatesHash(await gates());
    const send = (suite: string, text: string) => uploadTestReport(test.ctx({ now }), { ...key, suite, format: 'junit', text });
    await send('unit', '<testsuite><testcase name="{odd}"><failure message="off"/></testcase><testcase name="b"/></testsuite>');
    expect(await gate('tests')).toMatchObject({ state: 'failed', said: '1 of 2 tests failed, odd among them.' });
    await send('unit', '<testsuite><testcase name="a"/><testcase name="b"/></testsuite>');
    await send('load', '<testsuite><testcase name="c"/></testsuite>');
    expect(await gate('tests')).toMatchObject({ state: 'passed', said: '3 tests, none failed.' });
    expect(gatesHash(await gates())).not.toBe(before);
    expect((await auditEntries(test.system())).at(-1)).toMatchObject({
      verb: 'validation.settle-gate',
      detail: { gate: 'tests' },
    });
  });

  it('take no reports of strangers, and none of a version that is not there', async () => {
    await put();
    const report = { suite: 'unit', format: 'json' as const, text: '{"tests":[]}' };
    await expect(uploadTestReport(test.ctx({ now, roles: ['executive'] }), { ...key, ...report })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(uploadTestReport(test.ctx({ now }), { ...key, version: 9, ...report })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('need no word of a file for a version that brings its own prediction', async () => {
    await put();
    const request = {
      modelId: 'trips',
      artifact: 'v3',
      artifactDigest: sha256('v3'),
      dataStart: '2001-01-01',
      dataEnd: '2001-02-05',
      dataDigest: 'd'.repeat(64),
      prediction: { expression: 'guess + 0.5' },
    };
    expect(await registerPredictedVersion(test.ctx({ now }), request)).toEqual({ number: 3, change: 'registered' });
    expect(await registerPredictedVersion(test.ctx({ now }), request)).toEqual({ number: 3, change: 'none' });
    await expect(
      registerPredictedVersion(test.ctx({ now }), { ...request, prediction: { expression: 'guess' } }),
    ).rejects.toMatchObject({ code: 'conflict', field: 'prediction' });
    await put();
    const [monitor] = await readMonitors(test.system(now), ['trips']);
    expect(monitor!.spec.predictions['3']).toEqual({ expression: 'guess + 0.5' });
    await validateVersion(test.system(now), engine, { modelId: 'trips', version: 3 });
    const [, , typical] = await readGates(test.system(now), [{ modelId: 'trips', version: 3 }]);
    expect(typical).toMatchObject({ gate: 'typical-miss', state: 'passed' });
  });
});
