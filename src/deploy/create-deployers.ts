import { createHmac } from 'node:crypto';
import type { Ctx } from '../db/ctx.ts';
import { LeewayError } from '../shared/errors.ts';
import { aliasDeployer, type Deployers } from './deployer.ts';
import { readWebhooks } from './webhooks.ts';
import { createWebhookDeployer, type WebhookDeps } from './webhook-deployer.ts';

export interface DeployersConfig extends WebhookDeps {
  /** Of the installation; the tokens of orders are made from it, so that every process and every try makes the same. */
  tokenKey: string | Uint8Array;
}

/** `alias`, and the webhooks of leeway.yml as they are configured when an order is carried out. */
export const createDeployers = (config: DeployersConfig): Deployers => ({
  async find(ctx: Ctx, name: string) {
    if (name === aliasDeployer.name) return aliasDeployer;
    const webhooks = await readWebhooks(ctx);
    const webhook = webhooks[name];
    if (webhook) return createWebhookDeployer(name, webhook, config);
    throw new LeewayError('not-found', `There is no deployer “${name}”.`, {
      field: 'deployer',
      hint: `There are: ${[aliasDeployer.name, ...Object.keys(webhooks)].join(', ')}. Webhooks stand in leeway.yml under deployers.`,
    });
  },
  tokenFor: (orderId) => createHmac('sha256', config.tokenKey).update(`deployment ${orderId}`).digest('base64url'),
});
