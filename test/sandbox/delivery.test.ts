import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Running, runSandbox, signingSecret, until } from './support.ts';

interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}
let received: Received[];
let answer: { status: number; headers?: Record<string, string> };
let server: Server;
let running: Running;

beforeEach(async () => {
  received = [];
  answer = { status: 200 };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
    request.on('end', () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  running = await runSandbox({ deliverTo: () => `http://127.0.0.1:${port}/`, retryDelaysMs: [0, 1, 1] });
});
afterEach(async () => {
  await running.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
const say = () => running.control('POST', 'messages', { as: 'U0EXEC', channel: 'D0EXEC', text: 'hello' });
const eventId = (one: Received | undefined) => (JSON.parse(one?.body ?? '{}') as { event_id: string }).event_id;

it('signs the raw body with a timestamp in real time', async () => {
  await say();
  await until(() => received.length === 1);
  const { headers, body } = received[0]!;
  const timestamp = String(headers['x-slack-request-timestamp']);
  const expected = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  expect(headers['x-slack-signature']).toBe(`v0=${expected}`);
  expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
  expect(JSON.parse(body)).toMatchObject({
    type: 'event_callback',
    team_id: 'T0LEEWAY',
    api_app_id: 'A0LEEWAY',
    event: { type: 'message' },
  });
});

it('sends an event that is not acknowledged three times more, with the same id', async () => {
  answer = { status: 500 };
  await say();
  await until(() => received.length === 4);
  expect(received.map((one) => one.headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
  expect(received[1]?.headers['x-slack-retry-reason']).toBe('http_error');
  expect(new Set(received.map(eventId)).size).toBe(1);
});

it('does not send again when the app says so', async () => {
  answer = { status: 500, headers: { 'X-Slack-No-Retry': '1' } };
  await say();
  await until(() => received.length === 1);
  answer = { status: 200 };
  await say();
  await until(() => received.length === 2);
  expect(eventId(received[0])).not.toBe(eventId(received[1]));
});

it('delivers twice under the fault duplicate_delivery', async () => {
  await running.control('PUT', 'faults', { faults: [{ kind: 'duplicate_delivery', method: 'delivery', remaining: 1 }] });
  await say();
  await until(() => received.length === 2);
  expect(eventId(received[0])).toBe(eventId(received[1]));
});

it('delivers an event after the one that follows it, under the fault out_of_order_delivery', async () => {
  await running.control('PUT', 'faults', {
    faults: [{ kind: 'out_of_order_delivery', method: 'delivery.events', remaining: 1 }],
  });
  const say = (text: string) => running.control('POST', 'messages', { as: 'U0EXEC', channel: 'D0EXEC', text });
  await say('first');
  await say('second');
  await until(() => received.length === 2);
  expect(received.map((one) => (JSON.parse(one.body) as { event: { text: string } }).event.text)).toEqual(['second', 'first']);
});

it('delivers a command twice and late, and the person gets one answer', async () => {
  await running.control('PUT', 'faults', {
    faults: [
      { kind: 'duplicate_delivery', method: 'delivery.commands' },
      { kind: 'late_delivery', method: 'delivery.commands', seconds: 0.05 },
      { kind: 'duplicate_delivery', method: 'delivery.clicks' },
    ],
  });
  const { json } = await running.control('POST', 'commands', { as: 'U0EXEC', channel: 'D0EXEC', command: '/leeway', text: 'x' });
  expect(json['ok']).toBe(true);
  expect(received.map((one) => one.body)).toEqual([received[0]!.body, received[0]!.body]);
  const { json: now } = await running.control('GET', 'faults');
  expect(now['faults'].map((one: { met: number }) => one.met)).toEqual([1, 1, 0]);
});

it('delivers no event that is not subscribed to', async () => {
  await running.control('POST', 'messages', { as: 'U0EXEC', channel: 'C0HEALTH', text: 'x' });
  const { json } = await running.control('GET', 'channels/C0HEALTH/messages?as=U0EXEC');
  await running.control('POST', 'reactions', { as: 'U0EXEC', channel: 'C0HEALTH', ts: json['messages'][0].ts, name: 'eyes' });
  await say();
  await until(() => received.length === 2);
  expect(received.map((one) => (JSON.parse(one.body) as { event: { type: string } }).event.type)).toEqual(['message', 'message']);
});
