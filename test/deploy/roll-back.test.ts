import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { deploymentOrder } from '../../src/db/schema/deploy.ts';
import { modelVersion } from '../../src/db/schema/registry.ts';
import { deploy } from '../../src/deploy/deploy.ts';
import { giveReason } from '../../src/deploy/give-reason.ts';
import { pause, resume } from '../../src/deploy/pause.ts';
import { isUnfollowed } from '../../src/deploy/is-unfollowed.ts';
import { listOrders, readOrder } from '../../src/deploy/read-orders.ts';
import { readServing } from '../../src/deploy/read-serving.ts';
import { reportDeployment } from '../../src/deploy/report-deployment.ts';
import { rollBack } from '../../src/deploy/roll-back.ts';
import { readModel } from '../../src/registry/read-model.ts';
import { recordDeployment } from '../../src/registry/record-deployment.ts';
import type { Role } from '../../src/shared/actor.ts';
import { auditEntries } from '../support/audit-entries.ts';
import { useDatabase } from '../support/database.ts';
import { deployersWith, order, place, promote, putThreeVersions, started } from './fixtures.ts';

const test = useDatabase();
const tom = (now?: string) =>
  test.ctx({ id: 'tom', name: 'Tom', roles: ['engineer'], teams: ['network-operations'], ...(now ? { now } : {}) });
const serving = (environment?: string) => readServing(test.ctx(), 'flight-delay', environment);
const lastEntry = async (verb: string) => (await auditEntries(test.system())).findLast((one) => one.verb === verb);

const own = ['network-operations'];
const allowed: [Role[], string[]][] = [
  [['executive'], own],
  [['data-scientist'], own],
  [['engineer'], own],
  [['operator'], []],
];

beforeEach(async () => {
  await test.clear();
  await putThreeVersions(test.system());
});

describe('a rollback', () => {
  it('leads to the version that was agreed, at once and by one person', async () => {
    await promote(test.system(), { fallbackVersion: 2 });
    const done = await rollBack(tom(), { ...place, expected: 3, to: 2 });
    expect(done).toMatchObject({ fromVersion: 3, toVersion: 2 });
    expect(await serving()).toMatchObject({ version: 2, runningVersion: 2 });
    expect((await readModel(test.ctx(), 'flight-delay')).servingVersion).toBe(2);
    expect(await readOrder(test.ctx(), done.orderId)).toMatchObject({ state: 'succeeded', kind: 'rollback', orderedById: 'tom' });
    expect(await lastEntry('deploy.roll-back')).toMatchObject({
      actor: { id: 'tom' },
      detail: { before: 3, after: 2, order: done.orderId },
    });
  });

  it('leads to the version before where none was agreed', async () => {
    await promote(test.system(), { fallbackVersion: null });
    expect(await rollBack(tom(), place)).toMatchObject({ toVersion: 1 });
  });

  it('never leads to a version that was itself taken back', async () => {
    await promote(test.system());
    await rollBack(tom(), place);
    expect(await serving()).toMatchObject({ version: 1, fallback: null });
    await expect(rollBack(tom(), place)).rejects.toThrow('There is no earlier version to go back to in production.');
  });

  it('is refused when something else serves than was seen, or would return', async () => {
    await promote(test.system());
    await expect(rollBack(tom(), { ...place, expected: 2 })).rejects.toThrow(
      'Changed since you looked: version 3 serves now, not 2.',
    );
    await expect(rollBack(tom(), { ...place, to: 2 })).rejects.toThrow(
      'Changed since you looked: the way back is version 1 now, not 2.',
    );
    expect(await serving()).toMatchObject({ version: 3 });
  });

  it('pressed twice at once happens once', async () => {
    await promote(test.system());
    const presses = await Promise.allSettled([1, 2, 3].map(() => rollBack(tom(), { ...place, expected: 3 })));
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await listOrders(test.ctx(), {})).toHaveLength(2);
  });

  it('says what to do when the version it leads to is archived', async () => {
    await promote(test.system());
    await test.database.db.update(modelVersion).set({ archivedAt: test.system().now }).where(eq(modelVersion.number, 1));
    const error = await rollBack(tom(), place).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'conflict', message: 'The way back, version 1 of flight-delay, is archived.' });
    expect(error).toMatchObject({ hint: expect.stringContaining('Pause the model') as string });
  });

  it('ends a promotion that is under way, and its late call-back changes nothing', async () => {
    const { orderId } = await order(test.system());
    await deploy(test.system(), deployersWith(started), { orderId });
    const done = await rollBack(tom(), place);
    expect(done).toMatchObject({ fromVersion: 3, toVersion: 1 });
    expect(await readOrder(test.ctx(), orderId)).toMatchObject({
      state: 'cancelled',
      outcome: 'Ended by a rollback to version 1.',
    });
    const late = await reportDeployment(test.system(), { orderId, token: `token of ${orderId}`, state: 'succeeded' });
    expect(late).toEqual({ state: 'cancelled', changed: false });
    // The deployer had begun: it is told to bring back what ran.
    expect(await readOrder(test.ctx(), done.orderId)).toMatchObject({ state: 'requested', deployer: 'ci', version: 1 });
  });

  it('through a deployer is answered before the deployer is done, and still when it fails', async () => {
    await promote(test.system(), { deployer: 'ci' });
    const { id: orderId } = (await listOrders(test.ctx(), {}))[0]!;
    await reportDeployment(test.system(), { orderId, token: `token of ${orderId}`, state: 'succeeded' });
    const back = await rollBack(tom(), place);
    expect(await serving()).toMatchObject({ version: 1, runningVersion: 3 });
    expect(await isUnfollowed(test.ctx(), { ...place, version: 1 })).toBe(false);
    await expect(order(test.system(), { version: 2 })).rejects.toThrow('is being taken back to version 1');
    await deploy(test.system(), deployersWith(started), { orderId: back.orderId });
    await reportDeployment(test.system(), {
      orderId: back.orderId,
      token: `token of ${back.orderId}`,
      state: 'failed',
      message: 'no room',
    });
    expect(await serving()).toMatchObject({ version: 1, runningVersion: 3 });
    expect(await isUnfollowed(test.ctx(), { ...place, version: 1 })).toBe(true);
    expect(await isUnfollowed(test.ctx(), { ...place, version: 3 })).toBe(false);
  });

  it('may be pressed by the model’s own executive, data scientist and engineer, and by an operator', async () => {
    for (const [roles, teams] of allowed) {
      await test.clear();
      await putThreeVersions(test.system());
      await promote(test.system());
      expect(await rollBack(test.ctx({ id: 'x', roles, teams }), place)).toMatchObject({ toVersion: 1 });
    }
  });

  it.each([
    ['an engineer of another team', ['engineer'], []],
    ['compliance', ['compliance'], ['network-operations']],
    ['an expert', ['expert'], ['network-operations']],
  ] as [string, Role[], string[]][])('is refused to %s', async (_who, roles, teams) => {
    await promote(test.system());
    await expect(rollBack(test.ctx({ id: 'x', roles, teams }), place)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('works in staging as in production', async () => {
    const staging = { environment: 'staging' };
    await promote(test.system(), { ...staging, version: 1, fromVersion: null, fallbackVersion: null });
    await promote(test.system(), { ...staging, version: 3 });
    expect(await rollBack(tom(), { ...place, ...staging })).toMatchObject({ toVersion: 1 });
    expect(await serving()).toMatchObject({ version: 1 });
  });

  it('takes its reason afterwards, of which the chain keeps a hash', async () => {
    await promote(test.system());
    const { orderId } = await rollBack(tom(), place);
    await giveReason(tom(), { orderId, words: 'Forecasts ran an hour late.' });
    expect(await readOrder(test.ctx(), orderId)).toMatchObject({ reason: 'Forecasts ran an hour late.' });
    expect(JSON.stringify(await lastEntry('deploy.give-reason'))).not.toContain('hour late');
  });
});

describe('a pause', () => {
  it('is one press, and its way out another', async () => {
    expect(await pause(tom(), { ...place, reason: 'storm' })).toEqual({ changed: true });
    expect(await serving()).toMatchObject({ paused: true, pauseReason: 'storm', version: 1 });
    expect(await pause(tom(), place)).toEqual({ changed: false });
    expect(await resume(tom(), place)).toEqual({ changed: true });
    expect(await serving()).toMatchObject({ paused: false, pausedAt: null, pauseReason: null });
    const verbs = (await auditEntries(test.system())).map(({ verb }) => verb);
    expect(verbs.filter((verb) => verb.startsWith('deploy.'))).toEqual(['deploy.pause', 'deploy.resume']);
  });

  it('raises the revision with every change', async () => {
    const seen = [(await serving()).revision];
    for (const turn of [pause, resume, pause]) {
      await turn(tom(), place);
      seen.push((await serving()).revision);
    }
    expect(seen).toEqual([0, 1, 2, 3]);
  });

  it('outlasts a rollback and a promotion: whoever paused decides when it ends', async () => {
    await promote(test.system());
    await pause(tom(), place);
    await rollBack(tom(), place);
    expect(await serving()).toMatchObject({ version: 1, paused: true });
  });

  it('is refused to compliance, and for what does not serve', async () => {
    await expect(pause(test.ctx({ roles: ['compliance'] }), place)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(pause(tom(), { ...place, environment: 'staging' })).rejects.toThrow(
      'Nothing of flight-delay serves in staging.',
    );
  });

  it('takes its reason afterwards, while it lasts', async () => {
    await pause(tom(), place);
    await giveReason(tom(), { ...place, words: 'storm' });
    expect(await serving()).toMatchObject({ pauseReason: 'storm' });
    await resume(tom(), place);
    await expect(giveReason(tom(), { ...place, words: 'x' })).rejects.toThrow('is not paused in production any more');
  });
});

describe('what serves', () => {
  it('follows what the registry records as running', async () => {
    await recordDeployment(test.system(), { ...place, version: 2 });
    expect(await serving()).toMatchObject({ version: 2, fallback: 1 });
  });

  it('is not found for a model that is not there, with what may have been meant', async () => {
    await expect(readServing(test.ctx(), 'flight-dely')).rejects.toMatchObject({
      code: 'not-found',
      hint: 'Did you mean flight-delay?',
    });
  });

  it('keeps no plain token', async () => {
    const { orderId } = await order(test.system());
    await deploy(test.system(), deployersWith(started), { orderId });
    const [row] = await test.database.db.select().from(deploymentOrder);
    expect(row!.tokenHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await readOrder(test.ctx(), orderId)).not.toHaveProperty('tokenHash');
  });
});
