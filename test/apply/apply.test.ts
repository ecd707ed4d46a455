import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { applyConfig } from '../../src/apply/apply.ts';
import { verifyAudit } from '../../src/audit/verify.ts';
import { write } from '../../src/audit/write.ts';
import { changeSettings, readSettings } from '../../src/digest/settings.ts';
import { readAudiences } from '../../src/digest/read-audiences.ts';
import { readKpis } from '../../src/kpi/read-kpis.ts';
import { readMonitors } from '../../src/monitor/read-monitors.ts';
import { findPersonBySlack } from '../../src/people/find-person.ts';
import { readOrganisation } from '../../src/people/organisation.ts';
import { claimSchedule, dueSchedules } from '../../src/queue/schedules.ts';
import { putAlias, putDeployment } from '../../src/registry/put-pointers.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';

const path = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));
const demo = readFileSync(path, 'utf8');

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`applying the demo on ${kind}`, () => {
    const test = useDatabase(kind);
    const tom = () => test.ctx({ id: 'tom', name: 'Tom Okafor', roles: ['operator'] });
    const apply = (source: string, options = {}) => applyConfig(tom(), { source, path }, options);
    const lines = async (source: string, options = {}) => (await apply(source, options)).changes.map((one) => one.text);
    afterEach(() => test.clear());

    it('makes everything that the file names', async () => {
      const changes = await lines(demo);
      expect(changes).toContain('+ model flight-delay');
      expect(changes).toContain('+ model flight-delay: owner (business) dana');
      expect(await readOrganisation(tom())).toMatchObject({ name: 'Skyway Airlines', goals: ['Eight of ten flights on time'] });
      expect(await findPersonBySlack(tom(), 'T0LEEWAY', 'U0ENG2')).toMatchObject({
        id: 'lena',
        zone: 'Europe/Berlin',
        roles: ['engineer'],
      });
      expect(await readModel(tom(), 'flight-delay')).toMatchObject({
        teamName: 'Network Operations',
        industry: 'airlines',
        servingVersion: 1,
        newestVersion: 2,
        running: [{ environment: 'production', version: 1 }],
        flags: [],
        versions: [
          { number: 2 },
          {
            number: 1,
            dataEnd: '2001-02-01',
            metrics: [{ name: 'bias' }, { name: 'mae', value: 17.387 }, { name: 'mae', value: 15.176 }, { name: 'rmse' }],
          },
        ],
      });
      expect(await readKpis(tom(), ['flight-delay'])).toMatchObject([{ id: 'on-time', target: 0.8, numerator: 'delay < 15' }]);
      const [monitor] = await readMonitors(tom());
      expect(monitor!.spec.source.files).toBe(
        fileURLToPath(new URL('../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url)),
      );
      expect((await readAudiences(tom())).map((one) => [one.id, one.channel, one.weekday])).toEqual([
        ['data-scientists', 'C0DATASCI', 1],
        ['executives', 'C0HEALTH', 1],
      ]);
    });

    it('schedules monitors and digests at wall times of their zones', async () => {
      await apply(demo);
      const due = await dueSchedules(test.system('2001-03-12T15:00:00Z'));
      expect(
        due
          .filter((one) => /^(monitor|digest)/.test(one.kind))
          .map((one) => `${one.kind} ${one.subject} ${one.nextRunAt.toISOString()}`),
      ).toEqual([
        'monitor-day flight-delay 2001-03-06T06:15:00.000Z',
        'monitor-day-late flight-delay 2001-03-06T07:15:00.000Z',
        'monitor-week flight-delay 2001-03-12T06:30:00.000Z',
        'monitor-week-late flight-delay 2001-03-12T07:30:00.000Z',
        'digest-person lena 2001-03-12T08:00:00.000Z',
        'digest data-scientists 2001-03-12T15:00:00.000Z',
        'digest executives 2001-03-12T15:00:00.000Z',
      ]);
    });

    it('a second time changes nothing and writes no entry', async () => {
      await apply(demo);
      const before = await auditEntries(tom());
      expect(before.length).toBeGreaterThan(8);
      expect(before.every((one) => one.verb === 'config.apply' && one.actor.id === 'tom')).toBe(true);
      expect(await apply(demo)).toEqual({
        dryRun: false,
        changes: [],
        waiting: [],
        kept: [],
        left: [],
        warnings: [],
        isSeparated: true,
      });
      expect(await auditEntries(tom())).toHaveLength(before.length);
      expect(await verifyAudit(tom())).toMatchObject({ whole: true });
    });

    it('leaves the next instants of unchanged schedules alone', async () => {
      await apply(demo);
      const daily = async (now: string) => (await dueSchedules(test.system(now))).filter((one) => one.kind === 'monitor-day');
      const [row] = await daily('2001-03-07T00:00:00Z');
      await write(test.system(), (w) => claimSchedule(w, row!));
      await apply(demo.replace('phrase: distances', 'phrase: flight lengths'));
      expect((await daily('2001-03-07T13:00:00Z')).map((one) => one.nextRunAt.toISOString())).toEqual([
        '2001-03-07T06:15:00.000Z',
      ]);
    });

    it('says what changes from what to what, and audits it by subject', async () => {
      await apply(demo);
      const changed = demo
        .replace('endUser: gate planners', 'endUser: crews')
        .replace('target: 0.8\n', 'target: 0.85\n')
        .replace('weeklyAt: "00:30"', 'weeklyAt: "00:45"');
      const expected = [
        '~ model flight-delay: end user gate planners → crews',
        '~ model flight-delay: KPI on-time (target 0.8 → 0.85)',
        '~ model flight-delay: monitor (weekly at 00:30 → 00:45)',
      ];
      expect(await lines(changed)).toEqual(expected);
      expect((await auditEntries(tom())).at(-1)).toMatchObject({
        verb: 'config.apply',
        subject: 'model:flight-delay',
        detail: { count: 3, changes: expected },
      });
    });

    it('as a dry run changes nothing, and is audited with who asked', async () => {
      const dry = await apply(demo, { dryRun: true });
      expect(dry.dryRun).toBe(true);
      expect(dry.changes.length).toBeGreaterThan(20);
      expect(await readOrganisation(tom())).toBeUndefined();
      const entries = await auditEntries(tom());
      expect(entries).toMatchObject([
        {
          verb: 'config.dry-run',
          actor: { kind: 'person', id: 'tom', name: 'Tom Okafor' },
          detail: { changes: dry.changes.length },
        },
      ]);
      expect((await lines(demo)).length).toBe(dry.changes.length);
    });

    it('is refused to whoever may not, and leaves nothing behind', async () => {
      const marcus = test.ctx({ id: 'marcus', roles: ['expert'] });
      await expect(applyConfig(marcus, { source: demo, path })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(applyConfig(marcus, { source: demo, path }, { dryRun: true })).rejects.toMatchObject({ code: 'forbidden' });
      expect(await auditEntries(tom())).toEqual([]);
    });

    it('applies nothing of a wrong file', async () => {
      await expect(apply(demo.replace('roles: [expert]', 'roles: [wizard]'))).rejects.toMatchObject({
        code: 'config',
        message: expect.stringMatching(/^leeway\.yml:\d+: people\.marcus\.roles\.0/),
      });
      expect(await readOrganisation(tom())).toBeUndefined();
    });

    it('never changes a registered version, not even in part', async () => {
      await apply(demo);
      const other = demo
        .replace('artifact: models/v2.csv', 'artifact: models/v2b.csv')
        .replace('name: Grace Liu', 'name: Grace Lee');
      await expect(apply(other)).rejects.toMatchObject({ code: 'conflict', field: 'models.flight-delay.versions.2' });
      await expect(apply(other, { dryRun: true })).rejects.toMatchObject({ code: 'conflict' });
      expect(await findPersonBySlack(tom(), 'T0LEEWAY', 'U0COMP')).toMatchObject({ name: 'Grace Liu' });
    });

    it('removes only when told to prune, and says what it would remove', async () => {
      await apply(demo);
      const less = demo.replace('      challenger: 2 # waits\n', '').replace('    endUser: gate planners\n', '');
      const gone = ['- model flight-delay: end user gate planners', '- model flight-delay: alias challenger 2'];
      const kept = await apply(less);
      expect(kept.changes).toEqual([]);
      expect(kept.kept.map((one) => one.text)).toEqual(gone);
      expect(await lines(less, { prune: true })).toEqual(gone);
      expect(await readModel(tom(), 'flight-delay')).toMatchObject({ endUser: null, aliases: [{ alias: 'champion' }] });
      expect(await apply(less, { prune: true })).toMatchObject({ changes: [], kept: [] });
    });

    it('neither goes back to the version that ran when the file was written nor goes ahead of a decision', async () => {
      await apply(demo);
      await write(tom(), async (w) => {
        await putDeployment(w, 'flight-delay', 'production', 2);
        await putAlias(w, 'flight-delay', 'champion', 2);
      });
      const again = await apply(demo, { prune: true });
      expect(again.changes).toEqual([]);
      expect(again.left.map((one) => one.text)).toEqual([
        '~ model flight-delay: environment production 2 → 1',
        '~ model flight-delay: alias champion 2 → 1',
      ]);
      expect(await apply(demo.replace('      production: 1', '      production: 2\n      staging: 2'))).toMatchObject({
        changes: [],
        left: [{ text: expect.stringContaining('environment staging none → 2') }, {}],
      });
      expect(await readModel(tom(), 'flight-delay')).toMatchObject({ running: [{ environment: 'production', version: 2 }] });
    });

    it('keeps what a version was told of itself, and lets nobody change who built it', async () => {
      await apply(demo);
      expect((await readModel(tom(), 'flight-delay')).versions).toMatchObject([{ builtById: 'priya' }, { builtById: 'priya' }]);
      expect(await lines(demo.replaceAll(/ {8}builtBy: priya.*\n/g, ''))).toEqual([]);
      const other = demo.replace('builtBy: priya\n', 'builtBy: lena\n');
      await expect(apply(other)).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('builtById') });
    });

    it('retires a model that is gone from the file, and keeps its versions', async () => {
      await apply(demo);
      const cut = demo.slice(0, demo.indexOf('\nmodels:')) + demo.slice(demo.indexOf('\naudiences: #'));
      const without = cut.replace('    models: [flight-delay]', '    models: []');
      expect((await apply(without)).kept.map((one) => one.text)).toEqual(['- model flight-delay']);
      expect(await lines(without, { prune: true })).toEqual(['- model flight-delay']);
      expect(await readModel(tom(), 'flight-delay')).toMatchObject({ stage: 'retired', newestVersion: 2 });
      expect(await readMonitors(tom())).toEqual([]);
      expect((await dueSchedules(test.system('2001-05-01T00:00:00Z'))).map((one) => one.kind)).not.toContain('monitor-day');
    });

    it('does not undo what a person chose for their digest', async () => {
      await apply(demo);
      const lena = test.ctx({ id: 'lena', roles: ['engineer'] });
      await changeSettings(lena, { weekday: 3, hour: 7 });
      expect(await apply(demo)).toMatchObject({ changes: [] });
      expect(await readSettings(lena)).toMatchObject({ delivery: 'direct', weekday: 3, hour: 7, zone: 'Europe/Berlin' });
    });

    it('by ten at once has the effect of one', async () => {
      const results = await Promise.all(Array.from({ length: 10 }, () => apply(demo)));
      expect(results.filter((one) => one.changes.length > 0)).toHaveLength(1);
      expect(await verifyAudit(tom())).toMatchObject({ whole: true });
    });
  });
}
