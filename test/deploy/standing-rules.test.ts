import { beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { run } from '../../src/db/schema/monitor.ts';
import type { ServingChange } from '../../src/deploy/announce.ts';
import { checkStandingRules } from '../../src/deploy/check-standing-rules.ts';
import { pause, resume } from '../../src/deploy/pause.ts';
import { putStandingRule, readStandingRules, retireStandingRule } from '../../src/deploy/put-standing-rule.ts';
import { readServing } from '../../src/deploy/read-serving.ts';
import { readServingChange } from '../../src/deploy/read-serving-change.ts';
import { readServingPage } from '../../src/deploy/read-serving-page.ts';
import { rollBack } from '../../src/deploy/roll-back.ts';
import { failsInARow, judgeGuard, standingRuleSpec } from '../../src/deploy/standing-rule.ts';
import { undoAct } from '../../src/deploy/undo-act.ts';
import { rowsOf } from '../../src/db/db.ts';
import { putMonitor } from '../../src/monitor/put-monitor.ts';
import { monitorSpec } from '../../src/monitor/schemas.ts';
import type { Measure } from '../../src/shared/fact.ts';
import { newId } from '../../src/shared/ids.ts';
import { addDays } from '../../src/shared/period.ts';
import { spec as books } from '../monitor/books.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { place, promote, putThreeVersions } from './fixtures.ts';

const spec = { guard: { measure: 'mae', is: 'above', limit: 20 }, grain: 'week', inARow: 2, act: 'rollback' } as const;
const requestId = '01900000-0000-7000-8000-00000000000a';

describe('a guard', () => {
  const judge = (guard: object, figures: [Measure, string, number][]) =>
    judgeGuard(
      standingRuleSpec.parse({ ...spec, guard: { ...spec.guard, ...guard } }),
      figures.map(([measure, about, value], index) => ({ id: `f${index}`, measure, about, value })),
    );
  it('holds on its side of the limit, the limit included', () => {
    expect(judge({}, [['mae', '', 20]])).toEqual({ held: true, factIds: ['f0'] });
    expect(judge({}, [['mae', '', 20.1]])).toEqual({ held: false, factIds: ['f0'] });
    expect(judge({ is: 'below' }, [['mae', '', 19.9]])).toEqual({ held: false, factIds: ['f0'] });
  });
  it('looks at the usual range of its own figure', () => {
    const guard = { measure: 'kpi', about: 'on-time', is: 'below', limit: 'usual-range' };
    const low: [Measure, string, number] = ['limit-low', 'kpi:on-time', 0.7];
    expect(judge(guard, [['kpi', 'on-time', 0.69], low])).toEqual({ held: false, factIds: ['f0', 'f1'] });
    expect(judge(guard, [['kpi', 'on-time', 0.71], low])).toEqual({ held: true, factIds: ['f0', 'f1'] });
  });
  it('says nothing of what was not measured', () => {
    expect(judge({}, [['rmse', '', 50]])).toBeUndefined();
    expect(judge({ limit: 'usual-range' }, [['mae', '', 50]])).toBeUndefined();
  });
  it.each([
    [{ ...spec, grain: 'hour' }, 'hours of a window stand with grain: hour'],
    [{ ...spec, hours: 6 }, 'hours of a window stand with grain: hour'],
    [{ ...spec, grain: 'hour', hours: 5 }, 'a whole number of windows'],
    [{ ...spec, grain: 'hour', hours: 6, guard: { ...spec.guard, measure: 'psi', about: 'origin' } }, 'by days or weeks'],
    [{ ...spec, grain: 'day', guard: { ...spec.guard, limit: 'usual-range' } }, 'known for weeks only'],
  ])('is refused where no window could ever meet it', (given, why) => {
    expect(JSON.stringify(standingRuleSpec.safeParse(given).error?.issues)).toContain(why);
  });
});

describe('failures in a row', () => {
  const row = (...weeks: [number, boolean, string?][]) =>
    failsInARow(
      { grain: 'week', inARow: 2 },
      weeks.map(([week, held, acted]) => ({ windowStart: addDays('2001-01-01', 7 * week), held, actedOrderId: acted ?? null })),
    );
  it('are counted back from the newest window', () => {
    expect([row([1, false]), row([1, false], [2, false]), row([2, false], [1, false])]).toEqual([false, true, true]);
    expect(row([1, false], [2, false], [3, true])).toBe(false);
  });
  it('end at a window that held, is missing, or was acted upon', () => {
    expect(row([1, false], [2, true], [3, false])).toBe(false);
    expect(row([1, false], [3, false])).toBe(false);
    expect(row([1, false], [2, false, 'order'], [3, false])).toBe(false);
  });
});

describe('failures in a row, by hours', () => {
  const row = (...windows: [string, boolean | null][]) =>
    failsInARow(
      { grain: 'hour', inARow: 2 },
      windows.map(([windowStart, held]) => ({ windowStart, held, actedOrderId: null })),
    );
  it('pass over windows in which nothing could be seen, for a day', () => {
    expect(row(['2001-06-11T18', false], ['2001-06-12T00', null], ['2001-06-12T06', false])).toBe(true);
    expect(row(['2001-06-11T18', false], ['2001-06-12T00', true], ['2001-06-12T06', false])).toBe(false);
    expect([
      row(['2001-06-11T06', false], ['2001-06-12T06', false]),
      row(['2001-06-11T00', false], ['2001-06-12T06', false]),
    ]).toEqual([true, false]);
  });
});

describe('a standing rule', () => {
  const test = useDatabase();
  const weeks = ['2001-02-05', '2001-02-12', '2001-02-19', '2001-02-26', '2001-03-05'];
  const put = (more: object = {}, environment = 'production') =>
    write(test.system(), (w) => putStandingRule(w, { ...place, environment, spec: { ...spec, ...more }, requestId }));
  /** A published week with its error, or another figure, looked at on the Monday after. */
  async function look(week: number, value: number, version = 3, at = addDays(weeks[week]!, 7), measure: Measure = 'mae') {
    const [id, periodStart] = [newId(), weeks[week]!];
    const period = { grain: 'week' as const, periodStart, periodEnd: addDays(periodStart, 7) };
    const when = new Date(`${at}T12:00:00Z`);
    await test.database.db
      .insert(run)
      .values({ id, modelId: 'flight-delay', version, ...period, state: 'published', startedAt: when })
      .onConflictDoNothing();
    await test.database.db.insert(fact).values({
      id: newId(),
      runId: id,
      modelId: 'flight-delay',
      version,
      measure,
      value,
      unit: 'minutes',
      ...period,
      source: { source: 's', windowStart: periodStart, windowEnd: period.periodEnd, rows: 1, columns: [], method: 'm' },
      computedAt: when,
    });
    await checkStandingRules(test.system(when), { runId: id, modelId: 'flight-delay' });
    return id;
  }
  const serving = (environment?: string) => readServing(test.ctx(), 'flight-delay', environment);
  const tom = (now = '2001-02-20T09:00:00Z') => test.ctx({ id: 'tom', roles: ['engineer'], teams: ['network-operations'], now });
  /** What people are told, newest last. */
  const told = async () =>
    rowsOf<{ data: ServingChange }>(
      await test.database.db.execute(`select data from pgboss.job where name = 'serving-changed' order by created_on, id`),
    ).map(({ data }) => data);
  beforeEach(async () => {
    await test.clear();
    await test.database.db.execute(`delete from pgboss.job`);
    await putThreeVersions(test.system('2001-01-30T12:00:00Z'));
    await promote(test.system('2001-01-31T12:00:00Z'));
  });

  it('goes back when its guard has failed twice in a row, tells everyone, and is undone in a click', async () => {
    const { ruleId } = await put();
    await look(0, 25);
    expect(await serving()).toMatchObject({ version: 3 });
    await look(1, 26);
    expect(await serving()).toMatchObject({ version: 1 });
    const change = (await told()).at(-1)!;
    expect(change).toMatchObject({ change: 'rolled-back', ruleId, windowStart: weeks[1] });
    const view = await readServingChange(test.ctx(), change);
    expect(view).toMatchObject({ by: null, undo: { ruleId, windowStart: weeks[1] }, modelTitle: 'Flight Delay' });
    expect(view.rule?.facts.map(({ measure, value }) => [measure, value])).toEqual([['mae', 26]]);
    const entry = (await auditEntries(test.system())).find(({ verb }) => verb === 'deploy.act-by-rule');
    expect(entry).toMatchObject({ actor: { id: `rule:${ruleId}` }, detail: { request: requestId, to: 1 } });

    await undoAct(tom(), view.undo!);
    expect(await serving()).toMatchObject({ version: 3, fallback: 1 });
    expect((await told()).at(-1)).toMatchObject({ change: 'undone', personId: 'tom' });
    expect((await readServingChange(test.ctx(), change)).undo).toBeNull();
    await expect(undoAct(tom(), view.undo!)).rejects.toThrow('Something else has been changed since');
  });

  it('asks for a new row of failures after it was undone', async () => {
    const { ruleId } = await put();
    await look(0, 25);
    await look(1, 26);
    await undoAct(tom(), { ruleId, windowStart: weeks[1]! });
    await look(2, 27);
    expect(await serving()).toMatchObject({ version: 3 });
    await look(3, 28);
    expect(await serving()).toMatchObject({ version: 1 });
  });

  it('counts a window once, however often it is looked at', async () => {
    await put();
    const id = await look(0, 25);
    await checkStandingRules(test.system('2001-02-12T12:00:00Z'), { runId: id, modelId: 'flight-delay' });
    expect(await serving()).toMatchObject({ version: 3 });
  });

  it('takes no notice of another version’s figures, nor of history told again', async () => {
    await put();
    await look(0, 25, 1);
    await look(1, 25);
    expect(await serving()).toMatchObject({ version: 3 });
    await look(2, 25, 3, '2001-06-01');
    expect(await serving()).toMatchObject({ version: 3 });
  });

  it('does not hold against a version what the one before it did', async () => {
    await put();
    await look(0, 25);
    await promote(test.system('2001-02-15T12:00:00Z'), { version: 2, fromVersion: 3, fallbackVersion: 3 });
    await look(1, 26, 2);
    expect(await serving()).toMatchObject({ version: 2 });
    await look(2, 27, 2);
    expect(await serving()).toMatchObject({ version: 3 });
  });

  it.each([
    [{}, 'Nothing says how the answers of version 2 are computed.'],
    [{ guard: { measure: 'kpi', about: 'on-time', is: 'below', limit: 0.7 } }, 'measured of the version in production only'],
  ])('that can never see what it guards says so once: %o', async (more, why) => {
    const watched = monitorSpec.parse({ ...books, predictions: { 3: { expression: 'guess' } } });
    await write(test.system(), (w) => putMonitor(w, 'flight-delay', watched));
    const staging = { environment: 'staging', version: 2, fromVersion: null, fallbackVersion: null };
    await promote(test.system('2001-01-31T12:00:00Z'), staging);
    const { ruleId } = await put(more, 'staging');
    for (const week of [0, 1]) await look(week, 25);
    const abstained = (await told()).filter(({ change }) => change === 'rule-abstains');
    expect(abstained[0]).toMatchObject({ environment: 'staging', why: expect.stringContaining(why) as string });
    // What has the same name is told once.
    expect(new Set(abstained.map(({ actId }) => actId))).toEqual(new Set([`${ruleId} version 2`]));
    expect(await serving('staging')).toMatchObject({ version: 2 });
  });

  it('on the rows themselves looks at them whatever serves there', async () => {
    const staging = { environment: 'staging', version: 2, fromVersion: null, fallbackVersion: null };
    await promote(test.system('2001-01-31T12:00:00Z'), staging);
    await put({ act: 'pause', guard: { measure: 'rows', is: 'below', limit: 100 } }, 'staging');
    for (const week of [0, 1]) await look(week, 90, 3, undefined, 'rows');
    expect([await serving('staging'), await serving()]).toMatchObject([{ paused: true }, { paused: false }]);
  });

  it('pauses once, and leaves alone what a person paused or resumed', async () => {
    const { ruleId } = await put({ act: 'pause' });
    await look(0, 25);
    await look(1, 25);
    expect(await serving()).toMatchObject({ paused: true, version: 3, changedById: `rule:${ruleId}` });
    await undoAct(tom(), { ruleId, windowStart: weeks[1]! });
    expect(await serving()).toMatchObject({ paused: false });
    await look(2, 25);
    expect(await serving()).toMatchObject({ paused: false });
    await pause(tom(), place);
    await look(3, 25);
    expect((await told()).filter(({ change }) => change === 'paused')).toHaveLength(2);
    await resume(tom(), place);
  });

  it('says so when there is nothing to go back to', async () => {
    await rollBack(test.system('2001-02-01T12:00:00Z'), place);
    await put();
    await look(0, 25, 1);
    await look(1, 25, 1);
    expect(await serving()).toMatchObject({ version: 1 });
    expect((await told()).at(-1)).toMatchObject({
      change: 'rule-held-back',
      why: 'There is no earlier version to go back to in production. Pause the model instead: serving systems are told to use their own way out.',
    });
  });

  it('cannot be undone for ever', async () => {
    const { ruleId } = await put();
    await look(0, 25);
    await look(1, 25);
    await expect(undoAct(tom('2001-03-20T09:00:00Z'), { ruleId, windowStart: weeks[1]! })).rejects.toThrow(
      'can be undone for 72 hours',
    );
  });

  it('watches staging for the version that serves there', async () => {
    await promote(test.system('2001-01-31T12:00:00Z'), {
      environment: 'staging',
      version: 2,
      fromVersion: null,
      fallbackVersion: null,
    });
    await promote(test.system('2001-02-01T12:00:00Z'), { environment: 'staging', version: 3, fallbackVersion: 2 });
    await put({}, 'staging');
    await look(0, 25);
    await look(1, 25);
    expect([await serving('staging'), await serving()]).toMatchObject([{ version: 2 }, { version: 3 }]);
  });

  it('ends when it is retired', async () => {
    const { ruleId } = await put();
    expect((await readServingPage(test.ctx(), 'flight-delay')).rules).toMatchObject([{ id: ruleId, requestId }]);
    await retireStandingRule(tom(), { ruleId });
    expect(await readStandingRules(test.ctx(), 'flight-delay')).toEqual([]);
    await look(0, 25);
    await look(1, 25);
    expect(await serving()).toMatchObject({ version: 3 });
  });
});
