import { z } from 'zod';
import type { WriteCtx } from '../audit/write.ts';
import type { Ctx } from '../db/ctx.ts';
import { selectWebhooks, upsertWebhooks } from './webhook-store.ts';

const name = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, 'lower-case letters, digits, - and _, starting with a letter');
const host = z.string().regex(/^[\w.:-]{1,253}$/, 'a host name or an IP address, without a port');

export const webhookSpec = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'an address that starts with https://' })
    .max(2_000)
    .describe('Where orders are sent, signed with LEEWAY_DEPLOY_SECRET.'),
  allowHosts: z
    .array(host)
    .max(20)
    .default([])
    .describe(
      'Hosts that may lie in a private network, or be spoken to without TLS. Without it only public addresses are called.',
    ),
  timeoutSeconds: z.number().int().min(1).max(30).default(10).describe('How long one try may take.'),
});
export type WebhookSpec = z.output<typeof webhookSpec>;

/** The section `deployers` of leeway.yml: whoever makes an approved version run, by name. `alias` is always there. */
export const deployersSpec = z
  .record(name, z.strictObject({ webhook: webhookSpec }))
  .refine((all) => !('alias' in all), '“alias” is built in: choose another name')
  .refine((all) => Object.keys(all).length <= 50, 'at most 50 deployers');
export type DeployersSpec = z.output<typeof deployersSpec>;

/** Writes every webhook in the transaction of a verb, which authorises and audits. */
export const putDeployers = (w: WriteCtx, spec: DeployersSpec): Promise<void> => upsertWebhooks(w.db, spec);

/** The section as it was last written; empty before. */
export async function readDeployers(ctx: Pick<Ctx, 'db'>): Promise<DeployersSpec> {
  return deployersSpec.parse((await selectWebhooks(ctx.db)) ?? {});
}

export async function readWebhooks(ctx: Pick<Ctx, 'db'>): Promise<Record<string, WebhookSpec>> {
  return Object.fromEntries(Object.entries(await readDeployers(ctx)).map(([key, { webhook }]) => [key, webhook]));
}
