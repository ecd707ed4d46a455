import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerLatestFit } from '../../src/demo-version.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { readMonitors } from '../../src/monitor/read-monitors.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { compareLines } from '../../src/validation/compare-lines.ts';
import { gatesHash } from '../../src/validation/gates-hash.ts';
import { readGates } from '../../src/validation/read-gates.ts';
import type { Gate } from '../../src/validation/schemas.ts';
import { validateVersion } from '../../src/validation/validate-version.ts';
import fixture from '../fixtures/comparison.json' with { type: 'json' };
import { useDatabase } from '../support/database.ts';
import { applyFlights } from '../support/flights.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** The demo's versions on real flights and real Postgres; the expected figures were counted row by row in Python. */
const engine = createDuckDbEngine();
afterAll(() => engine.close());
const states = (gates: readonly Gate[]) => Object.fromEntries(gates.map(({ gate, state }) => [gate, state]));
/** A figure and its unit are kept on one line by a space that does not break. */
const plain = (lines: readonly { text: string }[]) => lines.map(({ text }) => text.replaceAll('\u00a0', ' '));

describe('version 2 of the flights on 9 April', () => {
  const test = useDatabase();
  const now = '2001-04-09T14:05:00Z';
  const key = { modelId: 'flight-delay', version: 2 };
  const { rows, constantMae, versions } = fixture.april;
  let gates: Gate[];
  const gate = (name: string) => gates.find((one) => one.gate === name)!;

  beforeAll(async () => {
    await applyFlights(test.system(now));
    await validateVersion(test.system(now), engine, key);
    gates = await readGates(test.system(now), [key]);
  });

  it('fails for lack of any gain, and says so of each check', () => {
    expect(states(gates)).toEqual({
      data: 'passed',
      tests: 'not-run',
      'typical-miss': 'failed',
      constant: 'failed',
      bias: 'passed',
      'large-misses': 'passed',
      'costly-error': 'passed',
    });
    expect(gates.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('is judged on the days of April that neither version learned from', () => {
    expect(gate('typical-miss')).toMatchObject({
      fit: { start: '2001-01-01', end: '2001-04-01' },
      test: { start: '2001-04-01', end: '2001-04-09' },
      evidence: {
        against: 1,
        rows,
        test: { start: '2001-04-01', end: '2001-04-09' },
        fits: { 1: { start: '2001-01-01', end: '2001-02-01' }, 2: { start: '2001-01-01', end: '2001-04-01' } },
      },
    });
  });

  it('states figures as facts of both versions, each compared with the one that serves', () => {
    const { mae, serving, rows: counted } = gate('typical-miss').facts;
    expect(mae!.value).toBeCloseTo(versions['2'].mae, 8);
    expect(serving!.value).toBeCloseTo(versions['1'].mae, 8);
    expect(mae).toMatchObject({
      version: 2,
      unit: 'minutes',
      periodStart: '2001-04-01',
      periodEnd: '2001-04-09',
      comparison: { with: 'serving', label: 'version 1', factIds: [serving!.id] },
    });
    expect(serving).toMatchObject({ version: 1, runId: mae!.runId });
    expect(counted!.value).toBe(rows);
    expect(gate('constant').facts['constant']!.value).toBeCloseTo(constantMae, 8);
    expect(gate('bias').facts['bias']!.value).toBeCloseTo(versions['2'].bias, 8);
    expect(gate('large-misses').facts['share']!.value).toBeCloseTo(versions['2'].largeMisses / rows, 8);
    expect(gate('costly-error').facts['right']!.value).toBeCloseTo(versions['2'].calledRight / versions['2'].called, 8);
  });

  it('puts it in words', () => {
    const { better, worse, notKnown } = compareLines(gates);
    expect(plain(worse)).toEqual([
      'Typical miss no smaller on all 132,897 flights of 1–8 April 2001, none learned from: 18.8 minutes (version 1: 18.7 minutes).',
      'No better than a guess. Always guessing −1 minute misses by 18.1 minutes, version 2 by 18.8 minutes.',
    ]);
    expect(plain(better)[0]).toContain(
      'Of flights 15 minutes late or more it called 24 in 100 beforehand (version 1: 21 in 100).',
    );
    expect(notKnown).toContain('Tests: not checked. Nobody has sent results of tests of their own.');
  });
});

describe('version 3 of the flights, registered on 11 June', () => {
  const test = useDatabase();
  const now = '2001-06-11T14:05:00Z';
  const key = { modelId: 'flight-delay', version: 3 };
  const { rows, costlyActual, versions } = fixture.june;
  let gates: Gate[];

  beforeAll(async () => {
    await applyFlights(test.system(now));
    const folder = tempFolder('fit');
    await registerLatestFit(test.system(now), engine, { folder });
    await validateVersion(test.system(now), engine, key);
    gates = await readGates(test.system(now), [key]);
  });

  it('is Priya’s, and says what it was fitted on', async () => {
    const version = (await readModel(test.system(now), 'flight-delay')).versions.find((one) => one.number === 3)!;
    expect(version).toMatchObject({
      registeredById: 'priya',
      builtById: 'priya',
      dataStart: '2001-05-07',
      dataEnd: '2001-06-04',
      dataDigest: 'dbeb920c90f59b6ccaff823dcc3d08f25a97fa1ce128d93f40be4e931f5900b0',
    });
    expect(version.environmentDigest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('passes on the typical miss and fails on late flights called', () => {
    expect(states(gates)).toEqual({
      data: 'passed',
      tests: 'passed',
      'typical-miss': 'passed',
      constant: 'passed',
      bias: 'passed',
      'large-misses': 'passed',
      'costly-error': 'failed',
    });
    const { called, serving, right, servingRight } = gates.at(-1)!.facts;
    expect(called!.value).toBeCloseTo(versions['3'].calledRight / costlyActual, 8);
    expect(serving!.value).toBeCloseTo(versions['1'].calledRight / costlyActual, 8);
    expect(right!.value).toBeCloseTo(versions['3'].calledRight / versions['3'].called, 8);
    expect(servingRight!.value).toBeCloseTo(versions['1'].calledRight / versions['1'].called, 8);
    expect(gates[2]!.facts['mae']!.value).toBeCloseTo(versions['3'].mae, 8);
    expect(gates[2]!.facts['rows']!.value).toBe(rows);
  });

  it('goes to the people with exactly that', () => {
    const { better, worse, notKnown } = compareLines(gates);
    expect(plain(better)).toEqual([
      'Typical miss 2.0 minutes smaller on all 116,594 flights of 4–10 June 2001, none learned from: 16.2 minutes (version 1: 18.2 minutes).',
      'It missed by more than 30 minutes on 11 in 100 flights (version 1: 13 in 100).',
    ]);
    expect(plain(worse)).toEqual([
      'Of flights 15 minutes late or more it called 5 in 100 beforehand (version 1: 19 in 100). When it does call one, it is right more often (71 in 100 against 33 in 100).',
      'On average the arrival delay was 7.5 minutes more than it said (version 1: 0.4 minutes less).',
    ]);
    expect(notKnown).toEqual(['money', 'whether forecasts affect punctuality']);
    expect([better, worse].map((lines) => lines.map((one) => one.gist))).toEqual([
      ['a smaller typical miss', 'fewer large misses'],
      ['calling fewer late flights beforehand', 'leaning further to one side'],
    ]);
    expect(gates[1]!.said).toBe('4 tests, none failed.');
  });

  it('says the same with a gist as it did without', () => {
    const bare = gates.map((one) => {
      const { gist: _, ...line } = one.evidence.line ?? { side: 'better' as const, text: '', weight: 0 };
      return one.evidence.line ? { ...one, evidence: { ...one.evidence, line } } : one;
    });
    expect(gatesHash(bare)).toBe(gatesHash(gates));
  });

  it('is not registered twice, and outlasts a file that does not mention it', async () => {
    await expect(registerLatestFit(test.system(now), engine, { folder: tmpdir() })).rejects.toMatchObject({ code: 'conflict' });
    await applyFlights(test.system(now));
    const [monitor] = await readMonitors(test.system(now), ['flight-delay']);
    expect(Object.keys(monitor!.spec.predictions)).toEqual(['1', '2', '3']);
  });
});
