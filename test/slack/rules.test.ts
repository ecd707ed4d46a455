import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { approvalRequest } from '../../src/db/schema/approvals.ts';
import { ruleObservation, standingRule } from '../../src/db/schema/deploy.ts';
import { fact } from '../../src/db/schema/facts.ts';
import { person } from '../../src/db/schema/people.ts';
import { putKpi } from '../../src/kpi/put-kpi.ts';
import { putMonitor } from '../../src/monitor/put-monitor.ts';
import { monitorSpec } from '../../src/monitor/schemas.ts';
import { newId } from '../../src/shared/ids.ts';
import { deployVerbs } from '../../src/slack/verbs/deploy-verbs.ts';
import { useBench } from '../approvals/fixture.ts';
import { useDesk, users } from './desk.ts';
import { until } from './support.ts';

const bench = useBench();
const desk = useDesk(bench);
const { messages, cardNow, whispers, press, modal, submit, command } = desk;
const rule = { guard: 'mae', is: 'above', limit: '25', grain: 'week', inARow: '2', act: 'pause' };

const watched = () =>
  write(bench.system(), async (w) => {
    const spec = monitorSpec.parse({
      source: { name: 'flights', files: '/nowhere', format: 'parquet', time: 'date' },
      reference: { start: '2001-01-01', end: '2001-02-01' },
      from: '2001-02-05',
      zone: 'America/Chicago',
      inputs: [{ name: 'origin', phrase: 'airports', type: 'categorical', expression: 'origin' }],
      predictions: {},
      outcome: { name: 'delay', phrase: 'delays', expression: 'delay', unit: 'minutes' },
      baseline: 9,
      costly: { phrase: 'late flights', actual: 'delay >= 15', called: 'prediction >= 15' },
    });
    await putMonitor(w, 'flight-delay', spec);
    await putKpi(w, {
      modelId: 'flight-delay',
      id: 'on-time',
      title: 'On time',
      phrase: 'flights on time',
      unit: 'share',
      better: 'higher',
      target: 0.8,
      numerator: 'delay < 15',
    });
  });
const said = async (as: string, count = 1) => {
  await until(async () => (await whispers(as)).length >= count);
  return (await messages(as)).findLast((one) => one.ephemeral);
};
const opened = async (as: string) => {
  await command(as, 'rule flight-delay');
  await press(as, await said(as), 'rule-form');
  return modal(as);
};
const requests = () => bench.database.db.select().from(approvalRequest);

describe('a standing rule', () => {
  it('is asked for from what serves, by what is measured of the model, and decided on a card', async () => {
    await watched();
    await command('priya', 'pause flight-delay');
    await press('priya', await said('priya'), 'rule-form');
    const view = await modal('priya');
    const words = JSON.stringify(view.blocks);
    for (const label of ['Typical miss (minutes)', 'Flights on time (%)', 'Late flights called (%)', 'Missing airports (%)'])
      expect(words).toContain(label);
    const answer = await submit('priya', view, {
      ...rule,
      environment: 'production',
      guard: 'kpi:on-time',
      is: 'below',
      limit: '70.5 %',
      reason: 'Nobody watches at night.',
    });
    expect(answer['errors'] ?? {}).toEqual({});
    expect((await requests())[0]?.payload).toMatchObject({
      spec: { guard: { measure: 'kpi', about: 'on-time', is: 'below', limit: 0.705 }, grain: 'week', inARow: 2, act: 'pause' },
    });
    expect(JSON.stringify((await cardNow()).blocks)).toContain('is below 70.5\u00a0% in 2 weeks in a row');
  });

  it('left without a limit keeps to the usual range, where one is known', async () => {
    await watched();
    const open = { ...rule, limit: '', environment: 'production', reason: 'Nights.' };
    const view = await opened('priya');
    expect((await submit('priya', view, { ...open, guard: 'costly-called-share' }))['errors']).toEqual({
      limit: 'No usual range is known of this (Late flights called): give a number.',
    });
    expect((await submit('priya', view, { ...open, grain: 'day' }))['errors']['limit']).toContain('by weeks only');
    expect((await submit('priya', view, { ...open, limit: 'many' }))['errors']['limit']).toContain('Give a number');
    expect((await submit('priya', view, { ...open, reason: '' }))['errors']).toHaveProperty('reason');
    expect(await requests()).toEqual([]);
    expect((await submit('priya', view, open))['errors'] ?? {}).toEqual({});
    expect((await requests())[0]?.payload).toMatchObject({ spec: { guard: { measure: 'mae', limit: 'usual-range' } } });
  });

  it('may look at hours, though not at what goes in, and says on its card what it watches by name', async () => {
    await watched();
    const view = await opened('priya');
    const hours = {
      ...rule,
      environment: 'production',
      guard: 'kpi:on-time',
      is: 'below',
      limit: '60',
      grain: 'hour:6',
      reason: 'Nights.',
    };
    expect((await submit('priya', view, { ...hours, guard: 'psi:origin', limit: '0.2' }))['errors']['grain']).toContain(
      'days or weeks',
    );
    expect((await submit('priya', view, hours))['errors'] ?? {}).toEqual({});
    expect((await requests())[0]?.payload).toMatchObject({ spec: { grain: 'hour', hours: 6 } });
    expect(JSON.stringify((await cardNow()).blocks)).toContain(
      'If the share of flights on time is below 60\u00a0% over 6 hours, twice in a row, Flight Delay in production is to pause by itself.',
    );
  });

  it('cannot be asked for where nobody watches the model', async () => {
    await command('priya', 'rule flight-delay');
    await press('priya', await said('priya'), 'rule-form');
    expect((await said('priya', 2)).text).toContain('Nobody watches this model');
  });

  it('is refused to whoever may not ask, whatever button they found', async () => {
    await watched();
    const view = await opened('priya');
    await bench.person('priya', { roles: ['expert'], teams: [] });
    // Writing a person takes the Slack user away as well.
    const slack = { slackTeamId: 'T0LEEWAY', slackUserId: users['priya']! };
    await bench.database.db.update(person).set(slack).where(eq(person.id, 'priya'));
    const answer = await submit('priya', view, { ...rule, environment: 'production', reason: 'Nights.' });
    expect(Object.keys(answer['errors'] ?? {})).toEqual(['limit']);
    expect(await requests()).toEqual([]);
  });

  it('that acted, or could not, is told with what it saw and when, by name', async () => {
    await watched();
    const [id, factId, windowStart] = [newId(), newId(), '2001-06-14T18'];
    const guard = { measure: 'kpi', about: 'on-time', is: 'below', limit: 0.6 };
    const spec = { guard, grain: 'hour', hours: 6, inARow: 2, act: 'pause' };
    const since = new Date('2001-06-11T12:00:00Z');
    const place = { modelId: 'flight-delay', environment: 'production' };
    await bench.database.db.insert(standingRule).values({ ...place, id, spec, state: 'active', requestId: newId(), since });
    await bench.database.db
      .insert(ruleObservation)
      .values({ ruleId: id, windowStart, held: false, factIds: [factId], at: since, actedOrderId: newId() });
    await bench.database.db.insert(fact).values({
      id: factId,
      runId: newId(),
      modelId: 'flight-delay',
      version: 1,
      about: 'on-time',
      measure: 'kpi',
      value: 0.399,
      unit: 'share',
      grain: 'hour',
      periodStart: '2001-06-14',
      periodEnd: '2001-06-15',
      source: {
        source: 'flights',
        windowStart: '2001-06-14 18:00',
        windowEnd: '2001-06-15 00:00',
        rows: 3905,
        columns: [],
        method: 'share',
      },
      computedAt: since,
    });
    const change = { ...place, actId: 'act', ruleId: id, windowStart };
    const failure = 'the share of flights on time was 39.9\u00a0% (14 June 2001, 18:00 to 24:00), below 60\u00a0% twice in a row';
    expect(await deployVerbs.servingChange(bench.system(), { ...change, change: 'paused' })).toMatchObject({
      what: 'Flight Delay is PAUSED in production',
      by: `A standing rule did it, as people had agreed beforehand: ${failure}.`,
    });
    expect(await deployVerbs.servingChange(bench.system(), { ...change, change: 'rule-held-back' })).toMatchObject({
      by: `T${failure.slice(1)}. Nothing was changed.`,
    });
    expect(await deployVerbs.servingChange(bench.system(), { ...place, actId: 'act', change: 'rollback-failed' })).toMatchObject({
      by: 'Systems that ask Leeway are told version 1 all the same; look whether it runs.',
      byRule: true,
    });
    const undone = { ...change, change: 'undone', personId: 'tom' };
    expect(await deployVerbs.servingChange(bench.system(), undone)).toMatchObject({
      what: expect.stringContaining('serves in production again: what a standing rule did was undone') as string,
    });
  });

  it('is listed with what it did, and retired by one confirmed click', async () => {
    const id = newId();
    const since = new Date('2001-05-01T12:00:00Z');
    const spec = { guard: { measure: 'mae', is: 'above', limit: 25 }, grain: 'week', act: 'pause' };
    await bench.database.db
      .insert(standingRule)
      .values({ id, modelId: 'flight-delay', environment: 'production', spec, state: 'active', requestId: newId(), since });
    for (const [windowStart, held, acted] of [
      ['2001-05-28', true, null],
      ['2001-06-04', false, null],
      ['2001-06-11', false, newId()],
    ] as const)
      await bench.database.db
        .insert(ruleObservation)
        .values({ ruleId: id, windowStart, held, factIds: [], at: since, actedOrderId: acted });
    await command('grace', 'rule flight-delay');
    const text = JSON.stringify((await said('grace')).blocks);
    expect(text).toContain(
      'If the typical miss is above 25 in 2 weeks in a row, Flight Delay in production is to pause by itself.',
    );
    expect(text).toContain(
      'In force since 1 May 2001. It looked at 3 weeks, the last 11–17 June 2001: its guard failed in 2 of them. It acted on 11–17 June 2001.',
    );
    expect(text).not.toMatch(/rule-retire|rule-form/);
    await command('tom', 'rule flight-delay');
    await press('tom', await said('tom'), 'rule-retire');
    expect((await said('tom', 2)).text).toContain('The rule is retired');
    const [row] = await bench.database.db.select().from(standingRule).where(eq(standingRule.id, id));
    expect(row?.state).toBe('retired');
    expect(await bench.entries('deploy.retire-standing-rule')).toHaveLength(1);
    const job = await desk.queue.take('serving-changed');
    expect(job?.data).toMatchObject({ change: 'rule-retired', environment: 'production', personId: 'tom' });
    expect(await deployVerbs.servingChange(bench.system(), job?.data as never)).toMatchObject({
      what: 'A standing rule of Flight Delay in production was retired: it does nothing by itself any more',
      by: 'Tom did it; nobody else had to agree.',
    });
  });
});
