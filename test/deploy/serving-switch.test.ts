import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Database } from '../../src/db/open.ts';
import { pause, resume } from '../../src/deploy/pause.ts';
import { createServingSwitch, type ServingSwitch, type SwitchTuning } from '../../src/deploy/serving-switch.ts';
import { recordDeployment } from '../../src/registry/record-deployment.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { silentLog } from '../../src/shared/log.ts';
import { putManyModels } from '../support/many-models.ts';
import { useDatabase } from '../support/database.ts';
import { place, promote, putThreeVersions } from './fixtures.ts';

const clock = { now: () => new Date('2001-03-05T15:00:00Z') };

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`the serving switch on ${kind}`, () => {
    const test = useDatabase(kind);
    let switches: ServingSwitch[] = [];
    /** A database that can be cut off. */
    function severable() {
      let down = false;
      const listening = new Set<() => Promise<void>>();
      const refuse = () => {
        if (down) throw new LeewayError('unavailable', 'down');
      };
      const database: Pick<Database, 'db' | 'listen' | 'notify'> = {
        db: new Proxy(test.database.db, {
          get(target, name) {
            const value = Reflect.get(target, name) as unknown;
            return typeof value === 'function'
              ? (...args: unknown[]) => (refuse(), (value as (...all: unknown[]) => unknown).apply(target, args))
              : value;
          },
        }),
        notify: async (channel, payload) => (refuse(), test.database.notify(channel, payload)),
        async listen(channel, onMessage) {
          refuse();
          const stop = await test.database.listen(channel, (payload) => void (down || onMessage(payload)));
          listening.add(stop);
          return stop;
        },
      };
      return { database, cut: (to: boolean) => (down = to) };
    }
    const open = async (
      database: Pick<Database, 'db' | 'listen' | 'notify'> = test.database,
      tuning: Partial<SwitchTuning> = {},
    ) => {
      const one = createServingSwitch(database, clock, silentLog, { heartbeatMs: 20, ...tuning });
      switches.push(one);
      await one.start();
      return one;
    };
    beforeEach(async () => {
      await test.clear();
      await putThreeVersions(test.system());
    });
    afterEach(async () => {
      for (const one of switches) await one.stop();
      switches = [];
    });

    it('answers what serves, with the way back', async () => {
      await promote(test.system());
      expect((await open()).answer('flight-delay')).toEqual({
        model: 'flight-delay',
        environment: 'production',
        version: 3,
        paused: false,
        fallback: 1,
        revision: 2,
        stale: false,
        asOf: '2001-03-05T15:00:00.000Z',
      });
    });

    it('knows nothing of other models and environments', async () => {
      const one = await open();
      expect([one.answer('flight-dely'), one.answer('flight-delay', 'staging')]).toEqual([undefined, undefined]);
    });

    it('hears of a pause in every process', async () => {
      const both = [await open(), await open()];
      await pause(test.ctx(), place);
      await vi.waitFor(() => expect(both.map((one) => one.answer('flight-delay')?.paused)).toEqual([true, true]));
      await resume(test.ctx(), place);
      await vi.waitFor(() => expect(both.map((one) => one.answer('flight-delay')?.paused)).toEqual([false, false]));
    });

    it('hears of what the registry records, and of an environment that ends', async () => {
      const one = await open();
      await recordDeployment(test.system(), { ...place, version: 2 });
      await vi.waitFor(() => expect(one.answer('flight-delay')?.version).toBe(2));
      await recordDeployment(test.system(), { ...place, version: null });
      await vi.waitFor(() => expect(one.answer('flight-delay')).toBeUndefined());
    });

    it('says nothing of a pause that was rolled back', async () => {
      const one = await open();
      const broken = test.database.db.transaction(async (tx) => {
        await pause({ ...test.ctx(), db: tx }, place);
        throw new Error('no');
      });
      await expect(broken).rejects.toThrow('no');
      await recordDeployment(test.system(), { ...place, version: 2 });
      await vi.waitFor(() => expect(one.answer('flight-delay')?.version).toBe(2));
      expect(one.answer('flight-delay')?.paused).toBe(false);
    });

    it('answers on while the database is down, marked stale, and catches up when it is back', async () => {
      const { database, cut } = severable();
      const one = await open(database, { staleAfterMs: 100 });
      cut(true);
      await vi.waitFor(() => expect(one.answer('flight-delay')).toMatchObject({ version: 1, stale: true }));
      // Nobody hears of this.
      await pause(test.ctx(), place);
      expect(one.answer('flight-delay')).toMatchObject({ paused: false, stale: true });
      cut(false);
      await vi.waitFor(() => expect(one.answer('flight-delay')).toMatchObject({ paused: true, stale: false }));
    });

    it('begins without a database and loads when there is one', async () => {
      const { database, cut } = severable();
      cut(true);
      const one = await open(database);
      expect(one.answer('flight-delay')).toBeUndefined();
      cut(false);
      await vi.waitFor(() => expect(one.answer('flight-delay')).toMatchObject({ version: 1, stale: false }));
    });
  });
}

describe('the serving switch', () => {
  const test = useDatabase();
  it('holds more places than a page, and says when there are more than it may', async () => {
    await putManyModels(test.system(), 2_500);
    await test.system().db.execute(`insert into deployment (id, model_id, environment, version, since)
      select gen_random_uuid(), id, 'production', 1, '2001-01-01' from model`);
    const warned: string[] = [];
    const log = { ...silentLog, warn: (what: object) => void warned.push(JSON.stringify(what)) };
    const one = createServingSwitch(test.database, clock, log);
    await one.start();
    expect([one.answer('model-00001')?.version, one.answer('model-02500')?.version]).toEqual([1, 1]);
    await one.stop();
    const small = createServingSwitch(test.database, clock, log, { maxPlaces: 2_400 });
    await small.start();
    expect([small.answer('model-00001'), warned.join()]).toEqual([undefined, expect.stringContaining('holds 2400 models')]);
    await small.stop();
  });
});
