import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isLeewayError, LeewayError } from '../shared/errors.ts';
import type { Deployer, OrderToDeploy } from './deployer.ts';
import { postOnce, type Answer } from './post-once.ts';
import { checkTarget, type Resolve } from './safe-target.ts';
import { signDelivery } from './sign-delivery.ts';
import type { WebhookSpec } from './webhooks.ts';

export interface WebhookDeps {
  /** Signs every delivery; undefined: webhooks cannot be used. */
  secret: string | undefined;
  /** Where deployers reach this server, without a slash at the end. */
  ownUrl: () => string;
  /** Before the second try, the third, …: real time. Their number is that of the tries after the first. */
  waitsMs?: readonly number[];
  resolve?: Resolve;
}

const defaultWaitsMs = [1_000, 4_000, 15_000];
const answerSchema = z.object({ url: z.url({ protocol: /^https?$/ }).max(2_000) });

/** Sends each order to an address as signed JSON. Tried again after a 5xx, a 408, a 429 or no answer; nothing else is. */
export const createWebhookDeployer = (name: string, spec: WebhookSpec, deps: WebhookDeps): Deployer => ({
  name,
  async start(order, token) {
    const { secret } = deps;
    if (!secret)
      throw new LeewayError('config', 'LEEWAY_DEPLOY_SECRET is not set, so that no webhook can be signed.', {
        field: 'LEEWAY_DEPLOY_SECRET',
      });
    const body = deliveryBody(order, { url: `${deps.ownUrl()}/api/v1/deployments/${order.id}`, token });
    const answer = await withRetries(deps.waitsMs ?? defaultWaitsMs, async () => {
      const target = new URL(spec.url);
      const address = await checkTarget(target, spec.allowHosts, deps.resolve);
      const headers = signDelivery(secret, body, order.id, Date.now());
      return judged(target, await postOnce(target, address, body, headers, spec.timeoutSeconds * 1_000));
    });
    const url = urlIn(answer.body);
    return { state: 'started', ...(url ? { url } : {}) };
  },
});

/** What is delivered: the order, and where and with which token to report of it. */
function deliveryBody(order: OrderToDeploy, callback: { url: string; token: string }): string {
  const { id, kind, modelId, environment, version, fromVersion, artifact, artifactDigest, deadlineAt } = order;
  return JSON.stringify({
    delivery: id,
    kind,
    model: modelId,
    environment,
    version,
    fromVersion,
    artifact,
    artifactDigest,
    deadlineAt: deadlineAt.toISOString(),
    callback,
  });
}

async function withRetries(waitsMs: readonly number[], attempt: () => Promise<Answer>): Promise<Answer> {
  for (const waitMs of waitsMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLeewayError(error, 'unavailable')) throw error;
      await sleep(waitMs);
    }
  }
  try {
    return await attempt();
  } catch (error) {
    if (!isLeewayError(error, 'unavailable')) throw error;
    throw new LeewayError('unavailable', `${error.message} Tried ${waitsMs.length + 1} times.`, { cause: error });
  }
}

function judged(target: URL, answer: Answer): Answer {
  const { status, location } = answer;
  if (status >= 200 && status < 300) return answer;
  const said = `${target.host} answered ${status}`;
  if (status >= 500 || status === 408 || status === 429) throw new LeewayError('unavailable', `${said}.`);
  if (status >= 300 && status < 400 && location)
    throw new LeewayError('forbidden', `${said} and would redirect: redirects are not followed.`, {
      hint: 'Put the final address in leeway.yml.',
    });
  throw new LeewayError('invalid', `${said}.`, { hint: 'See the log of the receiving side.' });
}

/** `{"url": …}` in the answer is where the run can be watched; anything else is fine too. */
function urlIn(body: string): string | undefined {
  try {
    return answerSchema.parse(JSON.parse(body)).url;
  } catch {
    return undefined;
  }
}
