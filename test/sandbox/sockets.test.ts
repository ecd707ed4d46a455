import { WebClient } from '@slack/web-api';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { appToken, botToken, refused, runSandbox, until, type Running } from './support.ts';

let running: Running;
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await running.stop();
});

/** The app's side, by hand: what came over one connection. */
interface Line {
  frames: Record<string, any>[];
  acknowledge(envelope: Record<string, any>, payload?: object): void;
  closed: Promise<number>;
}

const caller = (token: string) =>
  new WebClient(token, { slackApiUrl: `${running.base}/slack/api/`, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
const address = async () => (await caller(appToken).apps.connections.open({})).url ?? '';

async function connect(url: string): Promise<Line> {
  const socket = new WebSocket(url);
  sockets.push(socket);
  const frames: Record<string, any>[] = [];
  socket.on('message', (data: Buffer) => void frames.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  await until(() => frames.length > 0);
  return {
    frames,
    closed,
    acknowledge: ({ envelope_id }, payload) => socket.send(JSON.stringify({ envelope_id, ...(payload ? { payload } : {}) })),
  };
}

const command = (text: string) =>
  running.control('POST', 'commands', { as: 'U0EXEC', channel: 'C0HEALTH', command: '/leeway', text });
const envelopes = (line: Line, type: string) => line.frames.filter((one) => one['type'] === type);

it('gives an address only to the app-level token, and nothing else to that', async () => {
  running = await runSandbox({ appToken });
  expect((await refused(caller(botToken).apps.connections.open({}))).error).toBe('not_allowed_token_type');
  expect((await refused(caller(appToken).chat.postMessage({ channel: 'C0HEALTH', text: 'x' }))).error).toBe(
    'not_allowed_token_type',
  );
  expect(await address()).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/sandbox\/slack\/socket\?ticket=/);
});

it('takes an address once', async () => {
  running = await runSandbox({ appToken });
  const url = await address();
  const line = await connect(url);
  expect(line.frames[0]).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0LEEWAY' } });
  await expect(connect(url)).rejects.toThrow('403');
});

it('sends a command as an envelope and shows what it is acknowledged with', async () => {
  running = await runSandbox({ appToken });
  const line = await connect(await address());
  const asked = command('status');
  await until(() => envelopes(line, 'slash_commands').length === 1);
  const [envelope] = envelopes(line, 'slash_commands');
  expect(envelope).toMatchObject({ accepts_response_payload: true, payload: { command: '/leeway', text: 'status' } });
  line.acknowledge(envelope!, { text: 'All is well.' });
  expect((await asked).status).toBe(200);
  const { json } = await running.control('GET', 'channels/C0HEALTH/messages?as=U0EXEC');
  expect((json['messages'] as { text: string }[]).at(-1)?.text).toBe('All is well.');
});

it('says that the app did not answer where it has no connection, or does not acknowledge', async () => {
  running = await runSandbox({ appToken, ackTimeoutMs: 100 });
  expect((await command('status')).json).toMatchObject({ error: 'dispatch_failed' });
  await connect(await address());
  expect((await command('status')).json).toMatchObject({ error: 'operation_timeout' });
});

it('sends each event to one connection, in turn', async () => {
  running = await runSandbox({ appToken });
  const lines = [await connect(await address()), await connect(await address())];
  for (let n = 0; n < 4; n++) await running.control('POST', 'messages', { as: 'U0EXEC', channel: 'C0HEALTH', text: `line ${n}` });
  await until(() => lines.flatMap((line) => envelopes(line, 'events_api')).length === 4);
  expect(lines.map((line) => envelopes(line, 'events_api').length)).toEqual([2, 2]);
});

it('sends an event again that was not acknowledged, over whichever connection stands', async () => {
  running = await runSandbox({ appToken, ackTimeoutMs: 100, retryDelaysMs: [0] });
  const first = await connect(await address());
  await running.control('POST', 'messages', { as: 'U0EXEC', channel: 'C0HEALTH', text: 'hello' });
  await until(() => envelopes(first, 'events_api').length === 2);
  const [one, again] = envelopes(first, 'events_api');
  expect(one).toMatchObject({ retry_attempt: 0 });
  expect(again).toMatchObject({ retry_attempt: 1, retry_reason: 'timeout', payload: { event_id: one!['payload'].event_id } });
});

it('takes connections away with a reason, and sends nothing there any more', async () => {
  running = await runSandbox({ appToken });
  const old = await connect(await address());
  await running.control('POST', 'sockets', { do: 'refresh_requested' });
  const next = await connect(await address());
  await running.control('POST', 'messages', { as: 'U0EXEC', channel: 'C0HEALTH', text: 'hello' });
  await until(() => envelopes(next, 'events_api').length === 1);
  expect(old.frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  await old.closed;
  expect((await running.control('GET', 'sockets')).json).toEqual({ connections: 1 });
});

it('gives no more than ten', async () => {
  running = await runSandbox({ appToken });
  for (let n = 0; n < 10; n++) await connect(await address());
  const eleventh = await connect(await address());
  expect(eleventh.frames).toEqual([expect.objectContaining({ type: 'disconnect', reason: 'too_many_websockets' })]);
});

it('ends a connection that sends anything but acknowledgements', async () => {
  running = await runSandbox({ appToken });
  const line = await connect(await address());
  sockets[0]!.send('{"hello":1}');
  expect(await line.closed).toBe(1008);
});

it('says where Socket Mode is off', async () => {
  running = await runSandbox();
  expect((await running.control('GET', 'sockets')).json).toMatchObject({ error: 'not_enabled' });
});
