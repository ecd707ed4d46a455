import { beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { deploy } from '../../src/deploy/deploy.ts';
import type { Deployer } from '../../src/deploy/deployer.ts';
import { orderDeployment } from '../../src/deploy/order-deployment.ts';
import { listOrders, readOrder } from '../../src/deploy/read-orders.ts';
import { readServing } from '../../src/deploy/read-serving.ts';
import { reportDeployment } from '../../src/deploy/report-deployment.ts';
import { overdueOrders, settleOverdue } from '../../src/deploy/settle-overdue.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { LeewayError } from '../../src/shared/errors.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { deployersWith, draft, order, promote, putThreeVersions, started } from './fixtures.ts';

for (const kind of ['postgres', 'pglite'] as const) {
  describe(`deployment orders on ${kind}`, () => {
    const test = useDatabase(kind);
    beforeEach(async () => {
      await test.clear();
      await putThreeVersions(test.system());
    });
    const run = (orderId: string, start: Deployer['start'] = started) => deploy(test.system(), deployersWith(start), { orderId });
    const verbs = async () =>
      (await auditEntries(test.system())).map(({ verb }) => verb).filter((verb) => verb.startsWith('deploy.'));
    const report = (
      orderId: string,
      state: 'started' | 'succeeded' | 'failed',
      more: { token?: string; message?: string } = {},
    ) => reportDeployment(test.system(), { orderId, token: `token of ${orderId}`, state, ...more });

    it('by alias change registry, alias and serving switch at once', async () => {
      const orderId = await promote(test.system());
      expect(await readOrder(test.ctx(), orderId)).toMatchObject({ state: 'succeeded', finishedAt: test.system().now });
      const model = await readModel(test.ctx(), 'flight-delay');
      expect([model.servingVersion, model.aliases]).toEqual([3, [{ alias: 'champion', version: 3 }]]);
      expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({
        version: 3,
        runningVersion: 3,
        fallback: 1,
        paused: false,
      });
      expect(await verbs()).toEqual(['deploy.order', 'deploy.succeed']);
    });

    it('reach other environments without touching production', async () => {
      await promote(test.system(), { environment: 'staging', fromVersion: null, fallbackVersion: null });
      expect(await readServing(test.ctx(), 'flight-delay', 'staging')).toMatchObject({ version: 3, fallback: null });
      expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({ version: 1 });
      expect((await readModel(test.ctx(), 'flight-delay')).aliases).toEqual([{ alias: 'staging', version: 3 }]);
    });

    it('are one at a time a model and environment', async () => {
      await order(test.system());
      await expect(order(test.system(), { version: 2 })).rejects.toThrow(
        'Version 3 of flight-delay is being deployed to production already.',
      );
      await expect(order(test.system(), { environment: 'staging' })).resolves.toBeDefined();
    });

    it('are refused for a version that is not there', async () => {
      await expect(order(test.system(), { version: 9 })).rejects.toThrow(
        'What was to be deployed, version 9 of flight-delay, is not registered',
      );
      expect(await listOrders(test.ctx(), {})).toEqual([]);
    });

    it('wait for the call-back of a deployer that has begun', async () => {
      const { orderId } = await order(test.system());
      await run(orderId);
      expect(await readOrder(test.ctx(), orderId)).toMatchObject({ state: 'started', url: 'https://ci.example/7' });
      expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({ version: 1 });
      expect(await report(orderId, 'succeeded')).toEqual({ state: 'succeeded', changed: true });
      expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({ version: 3, fallback: 1 });
      const entry = (await auditEntries(test.system())).find(({ verb }) => verb === 'deploy.succeed');
      expect(entry).toMatchObject({ actor: { id: 'deployer:ci' }, detail: { order: orderId, before: 1, after: 3 } });
    });

    it('change once, however often and in whatever order the deployer reports', async () => {
      const { orderId } = await order(test.system());
      await run(orderId, async (_order, token) => {
        // Quicker than its own answer to the delivery.
        await reportDeployment(test.system(), { orderId, token, state: 'succeeded' });
        return { state: 'started' };
      });
      expect(await report(orderId, 'succeeded')).toEqual({ state: 'succeeded', changed: false });
      expect(await report(orderId, 'failed', { message: 'no' })).toEqual({ state: 'succeeded', changed: false });
      expect(await report(orderId, 'started')).toEqual({ state: 'succeeded', changed: false });
      await run(orderId);
      expect(await verbs()).toEqual(['deploy.order', 'deploy.succeed']);
    });

    it('count once when call-backs race', async () => {
      const { orderId } = await order(test.system());
      await run(orderId);
      const answers = await Promise.all(Array.from({ length: 8 }, (_, one) => report(orderId, one % 2 ? 'failed' : 'succeeded')));
      expect(answers.filter(({ changed }) => changed)).toHaveLength(1);
      expect(new Set(answers.map(({ state }) => state)).size).toBe(1);
    });

    it('refuse another token, and that of another order, without a trace', async () => {
      const { orderId } = await order(test.system());
      const other = await order(test.system(), { environment: 'staging' });
      for (const one of [orderId, other.orderId]) await run(one);
      for (const token of ['x', `token of ${other.orderId}`])
        await expect(report(orderId, 'succeeded', { token })).rejects.toMatchObject({ code: 'unauthenticated' });
      expect(await readOrder(test.ctx(), orderId)).toMatchObject({ state: 'started' });
    });

    it('refuse a token before anything was delivered', async () => {
      const { orderId } = await order(test.system());
      await expect(report(orderId, 'succeeded')).rejects.toMatchObject({ code: 'unauthenticated' });
    });

    it('fail with what the deployer said, and what ran runs on', async () => {
      const { orderId } = await order(test.system());
      await run(orderId, async () => {
        throw new LeewayError('unavailable', 'ci.example answered 500. Tried 4 times.');
      });
      expect(await readOrder(test.ctx(), orderId)).toMatchObject({
        state: 'failed',
        outcome: 'ci.example answered 500. Tried 4 times.',
      });
      expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({ version: 1 });
      expect(await verbs()).toEqual(['deploy.order', 'deploy.fail']);
    });

    it('time out when nothing more is heard, and a late call-back changes nothing', async () => {
      const { orderId } = await order(test.system());
      await run(orderId);
      const late = test.system('2001-03-05T15:30:00Z');
      expect(await overdueOrders(test.system())).toEqual([]);
      expect(await overdueOrders(late)).toEqual([orderId]);
      for (let times = 0; times < 2; times++) await settleOverdue(late, { orderId });
      expect(await readOrder(test.ctx(), orderId)).toMatchObject({
        state: 'timed-out',
        outcome: 'ci reported no result within 30 minutes. Look there whether it went through.',
      });
      expect(await report(orderId, 'succeeded')).toEqual({ state: 'timed-out', changed: false });
      expect(await readServing(test.ctx(), 'flight-delay')).toMatchObject({ version: 1 });
      expect(await verbs()).toEqual(['deploy.order', 'deploy.start', 'deploy.time-out']);
    });

    it('are undone with the transaction that ordered them', async () => {
      const broken = write(test.system(), async (w) => {
        await orderDeployment(w, { ...draft(w), environment: 'staging' });
        throw new Error('no');
      });
      await expect(broken).rejects.toThrow('no');
      expect(await listOrders(test.ctx(), {})).toEqual([]);
    });
  });
}
