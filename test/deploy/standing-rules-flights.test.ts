import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Asking } from '../../src/ask/asking.ts';
import { stagedLines } from '../../src/ask/staged.ts';
import { createTell } from '../../src/ask/tell.ts';
import { castVote } from '../../src/approvals/cast-vote.ts';
import { readRequest } from '../../src/approvals/read-request.ts';
import { requestStandingRule } from '../../src/approvals/request-standing-rule.ts';
import { rowsOf } from '../../src/db/db.ts';
import { registerLatestFit } from '../../src/demo-version.ts';
import type { ServingChange } from '../../src/deploy/announce.ts';
import { readServing } from '../../src/deploy/read-serving.ts';
import { readServingChange } from '../../src/deploy/read-serving-change.ts';
import { undoAct } from '../../src/deploy/undo-act.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { createHandlers } from '../../src/jobs/handlers.ts';
import { createWorker, type Worker } from '../../src/jobs/worker.ts';
import { readStagedFigures } from '../../src/monitor/read-staged-figures.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { actorFor } from '../../src/people/find-person.ts';
import { readPersons } from '../../src/people/read-persons.ts';
import { createQueue, type Queue } from '../../src/queue/queue.ts';
import { silentLog } from '../../src/shared/log.ts';
import { addDays } from '../../src/shared/period.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { applyFlights } from '../support/flights.ts';
import { deployersWith, promote, started } from './fixtures.ts';
import { tempFolder } from '../support/temp-folder.ts';

/**
 * The demo's version 3 calls about 4 late flights in 100 beforehand. A rule on that, agreed to beforehand by the people of
 * the policy, acts by itself on real weeks, through the jobs as the server runs them.
 */
describe('a rule on the late flights that are called', () => {
  const test = useDatabase();
  const engine = createDuckDbEngine();
  const friday = '2001-06-15T14:00:00Z';
  const spec = { guard: { measure: 'costly-called-share', is: 'below', limit: 0.1 }, grain: 'week', inARow: 2 } as const;
  let queue: Queue;
  let worker: Worker;
  let now = friday;
  let folder: string;
  beforeAll(async () => {
    folder = tempFolder('fit');
    queue = await createQueue(test.database, silentLog);
    const handlers = createHandlers({
      ctx: () => test.system(now),
      engine,
      deployers: deployersWith(started),
      handleSlackEvent: async () => {},
      applyApproved: async () => ({ done: true, outcome: '' }),
    });
    worker = createWorker({ queue, log: silentLog, handlers });
  });
  afterAll(async () => {
    await queue.close();
    await engine.close();
  });
  beforeEach(async () => {
    await test.clear();
    await test.database.db.execute(`delete from pgboss.job`);
    now = '2001-06-11T14:00:00Z';
    await applyFlights(test.system(now));
    await registerLatestFit(test.system(now), engine, { folder });
    await worker.drain();
    now = friday;
  });

  const as = async (id: string) => ({ ...test.system(now), actor: actorFor((await readPersons(test.system(), [id])).get(id)!) });
  async function agree(environment: string, act: 'rollback' | 'pause', voters: string[]): Promise<void> {
    const wish = {
      modelId: 'flight-delay',
      environment,
      spec: { ...spec, act },
      reason: 'Late flights that nobody called cost most.',
    };
    const { requestId } = await requestStandingRule(await as('priya'), wish);
    for (const voter of voters) {
      const view = await readRequest(await as(voter), requestId);
      const checklist = view.seats.flatMap((seat) => seat.checklist);
      const typed = view.stepUpText === null ? {} : { typed: view.stepUpText };
      const vote = { requestId, decision: 'approve' as const, revision: view.revision, checklist, ...typed };
      await castVote(await as(voter), vote);
    }
    expect((await readRequest(test.system(now), requestId)).state).toMatch(/approved|done/);
  }
  /** A week is looked at on the Monday after it, and its job is all that happens then. */
  async function look(week: string) {
    now = `${addDays(week, 7)}T06:00:00Z`;
    expect(
      await runMonitor(test.system(now), engine, { modelId: 'flight-delay', grain: 'week', periodStart: week }),
    ).toMatchObject({
      state: 'published',
    });
    await worker.drain();
  }
  const serving = (environment: string) => readServing(test.system(now), 'flight-delay', environment);
  /** What channels are told, oldest first. */
  const told = async () =>
    rowsOf<{ data: ServingChange; destination: string }>(
      await test.database.db.execute(`select data, destination from outbox_message where kind = 'serving-changed' order by id`),
    );

  it('goes back from version 3 in production after two weeks, tells, and is undone', async () => {
    await promote(test.system(now));
    await agree('production', 'rollback', ['dana', 'lena']);
    await look('2001-06-11');
    expect(await serving('production')).toMatchObject({ version: 3 });
    await look('2001-06-18');
    expect(await serving('production')).toMatchObject({ version: 1 });
    const messages = await told();
    expect(messages.map(({ data, destination }) => `${data.change} ${destination}`).toSorted()).toEqual([
      'rolled-back C0DATASCI',
      'rolled-back C0HEALTH',
    ]);
    const view = await readServingChange(test.system(now), messages[0]!.data);
    const [figure] = view.rule!.facts;
    expect(figure).toMatchObject({
      measure: 'costly-called-share',
      version: 3,
      about: '',
      periodStart: '2001-06-18',
      unit: 'share',
    });
    expect(figure!.value).toBeGreaterThan(0.02);
    expect(figure!.value).toBeLessThan(0.1);
    const entry = (await auditEntries(test.system())).find(({ verb }) => verb === 'deploy.act-by-rule');
    expect(entry?.detail).toMatchObject({ to: 1, facts: [figure!.id], windowStart: '2001-06-18' });

    await undoAct(await as('tom'), view.undo!);
    expect(await serving('production')).toMatchObject({ version: 3, fallback: 1 });
  });

  it('pauses version 3 in staging, where production is another, and is undone', async () => {
    await promote(test.system(now), { environment: 'staging', fromVersion: null, fallbackVersion: null });
    await agree('staging', 'pause', ['lena']);
    await look('2001-06-11');
    expect(await serving('staging')).toMatchObject({ paused: false });
    await look('2001-06-18');
    expect(await serving('staging')).toMatchObject({ version: 3, paused: true });
    expect(await serving('production')).toMatchObject({ version: 1, paused: false });
    const [message] = await told();
    expect(message!.data).toMatchObject({ change: 'paused', environment: 'staging' });
    const view = await readServingChange(test.system(now), message!.data);
    expect(view.rule!.facts).toMatchObject([
      { measure: 'costly-called-share', version: 3, comparison: { with: 'serving', label: 'version 1' } },
    ]);
    const [staged] = await readStagedFigures(test.system(now), ['flight-delay']);
    expect(staged).toMatchObject({
      environment: 'staging',
      version: 3,
      mae: { version: 3, periodStart: '2001-06-18' },
      servingMae: { version: 1, periodStart: '2001-06-18' },
    });
    const [line] = await stagedLines({ ctx: test.system(now), tell: createTell('executive') } as Asking, {
      id: 'flight-delay',
      running: [
        { environment: 'production', version: 1 },
        { environment: 'staging', version: 3 },
      ],
    });
    expect(line!.text).toMatch(
      /^In staging: version 3\. Its average miss was [\d.]+\u00a0minutes in the week of 18 June; that of version 1, in production, was [\d.]+\u00a0minutes\.$/,
    );

    await undoAct(await as('tom'), view.undo!);
    expect(await serving('staging')).toMatchObject({ paused: false });
  });
});
