import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { OrderToDeploy } from '../../src/deploy/deployer.ts';
import { createWebhookDeployer, type WebhookDeps } from '../../src/deploy/webhook-deployer.ts';
import { webhookSpec } from '../../src/deploy/webhooks.ts';

const secret = 'a-secret-that-both-sides-know-0123456789';
const order: OrderToDeploy = {
  id: '01900000-0000-7000-8000-000000000001',
  kind: 'promotion',
  modelId: 'flight-delay',
  environment: 'production',
  version: 3,
  fromVersion: 1,
  requestId: null,
  deployer: 'ci',
  state: 'requested',
  tokenHash: null,
  orderedById: 'tom',
  orderedAt: new Date('2001-06-18T14:00:00Z'),
  startedAt: null,
  finishedAt: null,
  deadlineAt: new Date('2001-06-18T14:30:00Z'),
  attempts: 1,
  reason: null,
  outcome: null,
  url: null,
  revision: 1,
  artifact: 'models/v3.csv',
  artifactDigest: 'c'.repeat(64),
};

interface Delivery {
  headers: IncomingMessage['headers'];
  body: string;
}
let servers: Server[] = [];
afterEach(() => {
  for (const one of servers) one.close().closeAllConnections();
  servers = [];
});

/** A receiver that answers each delivery as the next of `answers` says; the last goes on. */
async function receiver(...answers: ((response: ServerResponse) => void)[]) {
  const deliveries: Delivery[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      deliveries.push({ headers: request.headers, body });
      answers[Math.min(deliveries.length, answers.length) - 1]!(response);
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  return { deliveries, port: (server.address() as AddressInfo).port };
}
const answer =
  (status: number, body = '', headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);
const never = () => {};

const deployer = (port: number, more: Partial<WebhookDeps> = {}, spec: object = {}) =>
  createWebhookDeployer(
    'ci',
    webhookSpec.parse({ url: `http://ci.test:${port}/hook`, allowHosts: ['ci.test'], timeoutSeconds: 1, ...spec }),
    {
      secret,
      ownUrl: () => 'https://leeway.example',
      waitsMs: [1, 1],
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      ...more,
    },
  ).start(order, 'token');

describe('a webhook', () => {
  it('carries the order, where to report, and a signature over time and body', async () => {
    const { deliveries, port } = await receiver(answer(202, '{"url":"https://ci.example/7"}'));
    expect(await deployer(port)).toEqual({ state: 'started', url: 'https://ci.example/7' });
    const [{ headers, body }] = deliveries as [Delivery];
    expect(JSON.parse(body)).toEqual({
      delivery: order.id,
      kind: 'promotion',
      model: 'flight-delay',
      environment: 'production',
      version: 3,
      fromVersion: 1,
      artifact: 'models/v3.csv',
      artifactDigest: order.artifactDigest,
      deadlineAt: '2001-06-18T14:30:00.000Z',
      callback: { url: `https://leeway.example/api/v1/deployments/${order.id}`, token: 'token' },
    });
    const timestamp = String(headers['x-leeway-timestamp']);
    const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
    expect([headers['x-leeway-signature'], headers['x-leeway-delivery'], headers['host']]).toEqual([
      `sha256=${expected}`,
      order.id,
      `ci.test:${port}`,
    ]);
    expect(Math.abs(Number(timestamp) * 1000 - Date.now())).toBeLessThan(60_000);
  });

  it('is tried again after a 500, by the same delivery id', async () => {
    const { deliveries, port } = await receiver(answer(500), answer(503), answer(200, 'fine'));
    expect(await deployer(port)).toEqual({ state: 'started' });
    expect(deliveries.map(({ headers }) => headers['x-leeway-delivery'])).toEqual([order.id, order.id, order.id]);
  });

  it('gives up after as many tries as it has', async () => {
    const { deliveries, port } = await receiver(answer(500));
    await expect(deployer(port)).rejects.toThrow(`ci.test:${port} answered 500. Tried 3 times.`);
    expect(deliveries).toHaveLength(3);
  });

  it('does not wait for one that hangs', async () => {
    const { port } = await receiver(never);
    await expect(deployer(port, { waitsMs: [] })).rejects.toThrow(`ci.test:${port} did not answer within 1 s. Tried 1 times.`);
  });

  it('does not wait for one that never ends its answer, nor reads one without end', async () => {
    const { port } = await receiver((response) => void response.writeHead(200).write('{'));
    await expect(deployer(port, { waitsMs: [] })).rejects.toThrow('did not answer');
    const big = await receiver(answer(200, 'x'.repeat(70_000)));
    expect(await deployer(big.port)).toEqual({ state: 'started' });
    expect(big.deliveries).toHaveLength(1);
  });

  it('is not tried again where no try would help', async () => {
    const { deliveries, port } = await receiver(answer(404));
    await expect(deployer(port)).rejects.toThrow(`ci.test:${port} answered 404.`);
    expect(deliveries).toHaveLength(1);
  });

  it('follows no redirect, to a private address or anywhere', async () => {
    const hidden = await receiver(answer(200));
    for (const status of [301, 302, 307, 308]) {
      const { deliveries, port } = await receiver(answer(status, '', { location: `http://127.0.0.1:${hidden.port}/` }));
      await expect(deployer(port)).rejects.toThrow('would redirect: redirects are not followed');
      expect(deliveries).toHaveLength(1);
    }
    expect(hidden.deliveries).toEqual([]);
  });

  it('is not sent to a private address that is not listed', async () => {
    const { deliveries, port } = await receiver(answer(200));
    await expect(deployer(port, {}, { url: `https://ci.test:${port}/`, allowHosts: [] })).rejects.toThrow('leads to 127.0.0.1');
    expect(deliveries).toEqual([]);
  });

  it('goes to the address that was checked, whatever the name says a moment later', async () => {
    const [checked, other] = [await receiver(answer(200)), await receiver(answer(200))];
    let asked = 0;
    const resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    await deployer(checked.port, { resolve });
    expect([asked, checked.deliveries.length, other.deliveries.length]).toEqual([1, 1, 0]);
  });

  it('is never sent unsigned', async () => {
    const { deliveries, port } = await receiver(answer(200));
    await expect(deployer(port, { secret: undefined })).rejects.toThrow('LEEWAY_DEPLOY_SECRET is not set');
    expect(deliveries).toEqual([]);
  });

  it('takes only a web address from an answer', async () => {
    const { port } = await receiver(answer(200, '{"url":"javascript:alert(1)"}'));
    expect(await deployer(port)).toEqual({ state: 'started' });
  });
});
