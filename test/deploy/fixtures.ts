import { write } from '../../src/audit/write.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import type { Deployer, Deployers } from '../../src/deploy/deployer.ts';
import { aliasDeployer } from '../../src/deploy/deployer.ts';
import { deploy } from '../../src/deploy/deploy.ts';
import { orderDeployment, type OrderDraft } from '../../src/deploy/order-deployment.ts';
import { recordDeployment } from '../../src/registry/record-deployment.ts';
import { registerVersion } from '../../src/registry/register-version.ts';
import { aVersion, digestOf, flightDelay, putModels, putSkyway } from '../support/skyway.ts';

export const place = { modelId: 'flight-delay', environment: 'production' };

/** The airline with its model, versions 1 to 3, of which the first runs in production. */
export async function putThreeVersions(system: Ctx): Promise<void> {
  await putSkyway(system);
  await putModels(system, flightDelay);
  for (const letter of ['a', 'b', 'c'])
    await registerVersion(system, aVersion({ artifact: `models/${letter}.csv`, artifactDigest: digestOf(letter), metrics: [] }));
  await recordDeployment(system, { ...place, version: 1 });
}

/** Deployers of a test: `alias`, and one by the name of `ci` that does what it is told. */
export const deployersWith = (start: Deployer['start']): Deployers => ({
  find: async (_ctx, name) => (name === 'alias' ? aliasDeployer : { name, start }),
  tokenFor: (orderId) => `token of ${orderId}`,
});
export const started: Deployer['start'] = async () => ({ state: 'started', url: 'https://ci.example/7' });

export const draft = (ctx: Pick<Ctx, 'now'>): OrderDraft => ({
  kind: 'promotion',
  ...place,
  version: 3,
  fromVersion: 1,
  requestId: null,
  deployer: 'ci',
  deadlineAt: new Date(ctx.now.getTime() + 30 * 60_000),
  fallbackVersion: 1,
});

export const order = (ctx: Ctx, more: Partial<OrderDraft> = {}) =>
  write(ctx, (w) => orderDeployment(w, { ...draft(ctx), ...more }));

/** Version 3 in production, by alias, with version 1 agreed as the way back. */
export async function promote(system: Ctx, more: Partial<OrderDraft> = {}): Promise<string> {
  const { orderId } = await order(system, { deployer: 'alias', ...more });
  await deploy(system, deployersWith(started), { orderId });
  return orderId;
}
