import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asc, eq } from 'drizzle-orm';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { run } from '../../src/db/schema/monitor.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { closeMatter } from '../../src/matters/close-matter.ts';
import { listMatters } from '../../src/matters/read-matters.ts';
import { takeMatter } from '../../src/matters/take-matter.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { settleLateRun } from '../../src/monitor/settle-late-run.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { alertVerbs } from '../../src/slack/verbs/alert-verbs.ts';
import { addDays } from '../../src/shared/period.ts';
import { alertMessage } from '../../src/slack/views/alert.ts';
import { newFolder, writeRows } from '../engines/files.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { tripModel, tripRows } from '../support/trips.ts';

const now = '2001-02-13T12:00:00Z';
const person = (user: string, roles: string[]) => ({ name: user.slice(1), slack: { user }, roles, teams: ['trips'] });
/** Only the first nine hours of these days came. */
const without = (...days: string[]) =>
  `not (hour(moment) >= 9 and strftime(moment, '%Y-%m-%d') in (${days.map((day) => `'${day}'`).join(', ')}))`;
const owners = { business: 'bea', operations: 'otto', 'data-science': 'dora' };

describe('what cannot wait for the digest', () => {
  const test = useDatabase();
  const engine = createDuckDbEngine();
  let folder: string;
  const system = (at = now) => test.system(at);

  /** `keep`: which of the rows of 100 a day from 1 January on are there. */
  async function apply(
    keep: string,
    more: Record<string, unknown> = {},
    columns: Record<string, string> = {},
    models = ['trip-wait'],
  ): Promise<void> {
    await writeRows(join(folder, 'trips.parquet'), `select * from (${tripRows(98, columns)}) where ${keep}`);
    const one = { ...tripModel(folder, 'trips.parquet', { thresholds: { minRows: 10 } }), team: 'trips', owners, ...more };
    const source = JSON.stringify({
      organisation: { name: 'Trips', zone: 'UTC', industry: 'airlines', slackTeam: 'T0' },
      channels: { builders: 'C0BUILD' },
      teams: { trips: { name: 'Trips', channel: 'builders' } },
      people: {
        bea: person('U0BEA', ['executive']),
        otto: person('U0OTTO', ['operator', 'engineer']),
        dora: person('U0DORA', ['data-scientist']),
      },
      models: Object.fromEntries(models.map((id) => [id, one])),
    });
    await applyConfig(system(), { source, path: '/leeway.yml' });
  }
  const look = (periodStart: string, grain: 'day' | 'week' = 'day', modelId = 'trip-wait') =>
    runMonitor(system(), engine, { modelId, grain, periodStart });
  const messages = async (kind = 'alert') =>
    (
      await test.database.db.select().from(outboxMessage).where(eq(outboxMessage.kind, kind)).orderBy(asc(outboxMessage.seq))
    ).filter((row) => row.updates === null);
  const edits = async () => (await test.database.db.select().from(outboxMessage)).filter((row) => row.updates !== null);
  const destinations = async (kind?: string) => (await messages(kind)).map((row) => row.destination);
  async function shown(): Promise<string> {
    const [row] = await messages();
    const data = row!.data as { matterId: string; ownerId: string | null };
    const view = await alertVerbs.alert(system(), { ...data, destination: row!.destination });
    return JSON.stringify(alertMessage(view, row!.id));
  }

  beforeAll(() => {
    folder = newFolder();
  });
  beforeEach(() => apply('true'));
  afterEach(() => test.clear());

  it('is nothing on a usual day', async () => {
    await look('2001-02-05');
    expect(await messages()).toEqual([]);
  });

  it('goes to who runs the model first, then to the team’s channel, with the day’s figures', async () => {
    await apply(without('2001-02-08'));
    await look('2001-02-08');
    expect(await destinations()).toEqual(['person:otto', 'C0BUILD']);
    const [published] = (await auditEntries(system())).filter((entry) => entry.verb === 'monitor.publish-run');
    expect(published).toMatchObject({ detail: { told: ['person:otto', 'C0BUILD'] } });
    const text = await shown();
    expect(text).toContain('Trip Wait: data are missing for Thu 8 February');
    expect(text).toMatch(/Only 3\d trips came for Thu 8 February\. On such a day it is usually about 100\./);
    expect(text).toContain('You are told first');
    expect(text).toContain('Take it');
  });

  it('goes to who builds it where the figures are bad', async () => {
    await apply('true', {}, { wait: "case when moment >= timestamp '2001-04-02' then 60.0 else 8.0 + i % 5 end" });
    for (let week = 0; week < 9; week++) await look(addDays('2001-02-05', 7 * week), 'week');
    expect((await messages()).map((row) => [row.destination, (row.data as { ownerId: string }).ownerId])).toEqual([
      ['person:dora', 'dora'],
      ['C0BUILD', 'dora'],
      ['person:dora', 'dora'],
      ['C0BUILD', 'dora'],
    ]);
    expect(await shown()).toMatch(/Trip Wait: .*(misses by more than usual|outside its usual range)|Prompt trips/);
  });

  it('is said once, however many days find it, and says when it has passed', async () => {
    await apply(without('2001-02-08', '2001-02-09'));
    await look('2001-02-08');
    await look('2001-02-09');
    expect(await destinations()).toEqual(['person:otto', 'C0BUILD']);
    expect(await shown()).toContain('Only');
    expect(await shown()).not.toContain('Close it');
    expect(await edits()).toEqual([]);
    await look('2001-02-10');
    expect((await edits()).map((row) => row.destination).toSorted()).toEqual(['C0BUILD', 'person:otto']);
    expect(await shown()).toContain('Sat 10 February looked as usual again.');
    // What it says to do has its button, also where nobody took it.
    expect(await shown()).toContain('Close it: ');
    await look('2001-02-11');
    expect(await edits()).toHaveLength(2);
  });

  it('stays in step with who takes it and who ends it', async () => {
    await apply(without('2001-02-08'));
    await look('2001-02-08');
    const [matter] = (await listMatters(system())).matters;
    const otto = test.ctx({ id: 'otto', roles: ['operator', 'engineer'], teams: ['trips'], now });
    await takeMatter(otto, { matterId: matter!.id, nextStep: 'Ask the feed’s makers', dueOn: '2001-02-14', revision: 1 });
    expect(await shown()).toContain('Ask the feed’s makers');
    expect(await shown()).not.toContain('Take it');
    await closeMatter(otto, { matterId: matter!.id, outcome: 'They have sent the rest' });
    expect(await shown()).toContain('They have sent the rest');
    await look('2001-02-08');
    expect(await destinations()).toHaveLength(2);
  });

  it('says that a window could not be checked and why, and that it could after all', async () => {
    await writeFile(join(folder, 'trips.parquet'), 'no parquet');
    await look('2001-02-08');
    expect(await destinations()).toEqual(['person:otto', 'C0BUILD']);
    expect(await shown()).toMatch(/Thu 8 February could not be checked: .*trips\.parquet/);
    await apply('true');
    await look('2001-02-08');
    expect(await shown()).toContain('A later look found nothing of it any more.');
    expect(await edits()).toHaveLength(2);
  });

  it('goes to the channel alone where nobody looks after the model, and asks for somebody', async () => {
    // In an organisation whose owners stand already, taking them away waits for another person.
    await test.clear();
    await apply(without('2001-02-08'), { owners: {} });
    await look('2001-02-08');
    expect(await destinations()).toEqual(['C0BUILD']);
    expect(await shown()).toContain('please say who looks after it');
  });

  it('of many models at once ends in one line that leads to the list', async () => {
    const models = Array.from({ length: 23 }, (_, index) => `trips-${index + 1}`);
    await apply(without('2001-02-08'), {}, {}, models);
    for (const id of models) await look('2001-02-08', 'day', id);
    expect(await destinations()).toHaveLength(40);
    expect(await destinations('alerts-more')).toEqual(['person:otto', 'C0BUILD']);
  });

  describe('of a look that does not come', () => {
    const late = (periodStart: string) => settleLateRun(system(), { modelId: 'trip-wait', grain: 'day', periodStart });

    it('is nothing where the look took place, whatever came of it', async () => {
      await look('2001-02-08');
      await late('2001-02-08');
      await writeFile(join(folder, 'trips.parquet'), 'no parquet');
      await look('2001-02-09');
      await late('2001-02-09');
      expect(await messages()).toHaveLength(2);
      expect((await listMatters(system())).matters).toHaveLength(1);
    });

    it('says that it never began and what keeps it, until it comes after all', async () => {
      await test.clear();
      await apply('true', { environments: {} });
      await expect(look('2001-02-08')).rejects.toMatchObject({ code: 'not-found' });
      await late('2001-02-08');
      expect(await destinations()).toEqual(['person:otto', 'C0BUILD']);
      expect(await shown()).toContain('Thu 8 February could not be checked: The model trip-wait has no version that serves.');
      await apply('true');
      expect(await look('2001-02-08')).toMatchObject({ state: 'published' });
      expect(await shown()).toContain('A later look found nothing of it any more.');
    });

    it('says what stood in the way of one that was given up', async () => {
      const busy = { ...engine, profile: () => Promise.reject(new LeewayError('unavailable', 'The warehouse is not reached.')) };
      const input = { modelId: 'trip-wait', grain: 'day', periodStart: '2001-02-08' } as const;
      await expect(runMonitor(system(), busy, input)).rejects.toMatchObject({ code: 'unavailable' });
      expect(await messages()).toEqual([]);
      await late('2001-02-08');
      expect(await shown()).toContain('could not be checked: The warehouse is not reached.');
      await late('2001-02-08');
      expect(await messages()).toHaveLength(2);
    });

    it('leaves one that is under way alone, and a retired model too', async () => {
      const never = { ...engine, profile: () => new Promise<never>(() => {}) };
      void runMonitor(system(), never, { modelId: 'trip-wait', grain: 'day', periodStart: '2001-02-08' });
      await expect.poll(() => test.database.db.select().from(run).where(eq(run.grain, 'day'))).toHaveLength(1);
      await late('2001-02-08');
      await apply('true', { stage: 'retired' });
      await late('2001-02-09');
      expect(await messages()).toEqual([]);
    });
  });
});
