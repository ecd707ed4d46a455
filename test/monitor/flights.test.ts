import { asc, eq } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { finding, run } from '../../src/db/schema/monitor.ts';
import { readRunFacts } from '../../src/facts/read-facts.ts';
import { readHealth } from '../../src/monitor/read-health.ts';
import type { RunOutcome } from '../../src/monitor/run-monitor.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { measures, type Fact, type Measure } from '../../src/shared/fact.ts';
import comparison from '../fixtures/comparison.json' with { type: 'json' };
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyFlights, mondays, runWeeks } from '../support/flights.ts';

/**
 * Every full week of the demo from the first watched day on, on real Postgres. The expected figures were computed from the
 * file on their own, with pandas and numpy.
 */
describe('the weeks of the flights', () => {
  const test = useDatabase();
  let outcomes: RunOutcome[];
  let facts: (measure: Measure, about?: string) => Fact | undefined;
  const value = (measure: Measure, about?: string) => facts(measure, about)?.value;

  beforeAll(async () => {
    await applyFlights(test.system('2001-02-01T12:00:00Z'));
    outcomes = await runWeeks(test.system(), mondays('2001-02-05', '2001-06-25'));
    const [bad] = await test.database.db.select().from(run).where(eq(run.periodStart, '2001-06-11'));
    const all = await readRunFacts(test.system(), bad!.id, [...measures], { measure: 'psi', about: [] });
    facts = (measure, about = '') => all.find((one) => one.measure === measure && one.about === about);
  });

  it('are all published', () => {
    expect(new Set(outcomes.map((one) => one.state))).toEqual(new Set(['published']));
  });

  it('state the error of 11 June as it is in the file', () => {
    expect(value('rows')).toBe(116_493);
    expect(value('labelled')).toBe(116_493);
    expect(value('unlabelled')).toBe(0);
    expect(value('mae')).toBeCloseTo(21.903, 3);
    expect(value('rmse')).toBeCloseTo(40.561, 3);
    expect(value('bias')).toBeCloseTo(6.323, 3);
    expect(value('baseline-mae')).toBeCloseTo(22.187, 3);
    expect(value('fallback-count')).toBe(516);
    expect(value('prediction-mean')).toBeCloseTo(7.37, 2);
    expect(value('outcome-mean')).toBeCloseTo(13.7, 2);
  });

  it('state the large misses and the late flights called as numpy counts them in the week of 4 June', async () => {
    const [week] = await test.database.db.select().from(run).where(eq(run.periodStart, '2001-06-04'));
    const measured = await readRunFacts(test.system(), week!.id, ['large-miss-share', 'costly-called-share'], {
      measure: 'psi',
      about: [],
    });
    const { rows, costlyActual, versions } = comparison.june;
    expect(Object.fromEntries(measured.map((one) => [one.measure, one.value]))).toEqual({
      'large-miss-share': versions['1'].largeMisses / rows,
      'costly-called-share': versions['1'].calledRight / costlyActual,
    });
  });

  it('state the share of flights on time beside its target', () => {
    expect(value('kpi', 'on-time')).toBeCloseTo(0.72919, 5);
    expect(facts('kpi', 'on-time')!.comparison).toMatchObject({ with: 'target', value: 0.8 });
    expect(value('change', 'kpi-target:on-time')).toBeCloseTo(-0.07081, 5);
  });

  it('draw the usual range from the 18 weeks before', () => {
    expect(value('history-points', 'mae')).toBe(18);
    expect(value('limit-low', 'mae')).toBeCloseTo(14.114, 3);
    expect(value('limit-high', 'mae')).toBeCloseTo(21.423, 3);
    expect(value('limit-low', 'kpi:on-time')).toBeCloseTo(0.68815, 5);
  });

  it.each([
    ['origin', 0.0082, 0.00235],
    ['distance', 0.0011, 0.00009],
    ['hour', 0.0031, 0.00024],
    ['prediction', 0.0024, 0.00009],
    ['delay', 0.0448, 0.00009],
  ])('state the distance of %s from January, less what chance alone brings', (column, raw, noise) => {
    expect(value('psi-noise', column)).toBeCloseTo(noise, 3);
    expect(value('psi', column)! + value('psi-noise', column)!).toBeCloseTo(raw, 3);
  });

  it('every fact carries its window, rows, columns and method', () => {
    expect(facts('mae')).toMatchObject({
      modelId: 'flight-delay',
      version: 1,
      unit: 'minutes',
      periodStart: '2001-06-11',
      periodEnd: '2001-06-18',
      source: { rows: 116_493, columns: ['prediction', 'delay'], method: 'mean |outcome − prediction|' },
    });
  });

  it('find the error outside in the week of 11 June for the first week, at once, and in no other', async () => {
    const rows = await test.database.db.select().from(finding).where(eq(finding.key, 'error')).orderBy(asc(finding.periodStart));
    expect(rows).toHaveLength(21);
    expect(rows.slice(0, 8).map((row) => row.kind)).toEqual(Array.from({ length: 8 }, () => 'error-early'));
    expect(rows.slice(8).filter((row) => row.kind !== 'error-in-range')).toMatchObject([
      { kind: 'error-outside', periodStart: '2001-06-11', pattern: 'abrupt', weeksRunning: 1, direction: 'up' },
    ]);
    const kpi = await test.database.db
      .select()
      .from(finding)
      .where(eq(finding.key, 'kpi:on-time'))
      .orderBy(asc(finding.periodStart));
    expect(kpi.slice(8).map((row) => row.kind)).toEqual(Array.from({ length: 13 }, () => 'kpi-in-range'));
  });

  it('name the day without flights at the end of June, and no change of inputs for it', async () => {
    const last = await test.database.db.select().from(finding).where(eq(finding.periodStart, '2001-06-25'));
    expect(last.map((row) => row.kind)).toContain('rows-short');
    expect(last.filter((row) => row.kind.endsWith('-drift'))).toEqual([]);
  });

  it('open one matter for the bad week and one for the missing day', async () => {
    const { matters } = await listMatters(test.system());
    expect(matters).toMatchObject([
      { kind: 'alert', key: 'error', openedFor: '2001-06-11', title: 'Flight Delay: the model misses by more than usual' },
      { kind: 'alert', key: 'rows', openedFor: '2001-06-25' },
    ]);
  });

  it('leave the health of the last week', async () => {
    const health = await readHealth(test.system(), ['flight-delay']);
    expect(health.get('flight-delay')).toMatchObject({
      state: 'attention',
      severity: 70,
      periodStart: '2001-06-25',
      findings: 1,
    });
  });

  it('make the reference once and leave one audit entry a run, with count and digest', async () => {
    const entries = await auditEntries(test.system());
    expect(entries.filter((entry) => entry.verb === 'monitor.store-reference')).toHaveLength(1);
    const runs = entries.filter((entry) => entry.verb === 'monitor.publish-run');
    expect(runs).toHaveLength(21);
    const stored = await test.database.db.select().from(run).where(eq(run.grain, 'week')).orderBy(asc(run.periodStart));
    expect(runs.map((entry) => [entry.detail['facts'], entry.detail['factDigest']])).toEqual(
      stored.map((row) => [row.factCount, row.factDigest]),
    );
  });
});
