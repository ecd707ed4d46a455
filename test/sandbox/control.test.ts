import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebClient } from '@slack/web-api';
import { LeewayError } from '../../src/shared/errors.ts';
import { controlRoutes } from '../../src/sandbox/routes.ts';
import { botToken, refused, type Running, runSandbox, start, until } from './support.ts';

let running: Running;
let now: Date;
let arrive: () => void;
beforeEach(async () => {
  now = start;
  running = await runSandbox({
    clock: {
      now: () => now,
      advance: async (_, onProgress) => {
        onProgress('halfway');
        await new Promise<void>((resolve) => (arrive = resolve));
        now = new Date(now.getTime() + 86_400_000);
      },
    },
  });
});
afterEach(() => running.stop());
const channel = 'C0HEALTH';
const post = (text = 'x') => running.client.chat.postMessage({ channel, text });
/** fetch does not let a caller choose Host. */
const withHeaders = (headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    const url = new URL(`${running.base}/control/state?as=U0EXEC`);
    request(url, { headers }, (response) => resolve(response.resume().statusCode ?? 0))
      .on('error', reject)
      .end();
  });

describe('who may use it', () => {
  it('refuses names of other machines, and other sites', async () => {
    expect(await withHeaders({ Host: 'evil.example' })).toBe(403);
    expect(await withHeaders({ Host: '127.0.0.1.evil.example' })).toBe(403);
    expect(await withHeaders({ Origin: 'https://evil.example' })).toBe(403);
    expect(await withHeaders({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    expect(await withHeaders({ Host: 'localhost' })).toBe(200);
    expect(await withHeaders({ Origin: new URL(running.base).origin })).toBe(200);
  });

  it('refuses a remote address that is not this machine', async () => {
    const incoming = { socket: { remoteAddress: '10.0.0.7' } } as never;
    const answer = await running.sandbox.app.request('http://localhost/control/state?as=U0EXEC', {}, { incoming });
    expect(answer.status).toBe(403);
  });
});

describe('state', () => {
  it('shows a persona its channels, unread counts and own direct message', async () => {
    await post();
    const { json } = await running.control('GET', 'state?as=U0EXEC');
    const ids = json['channels'].map((one: { id: string }) => one.id);
    expect(ids).toEqual(['C0HEALTH', 'C0APPROVE', 'C0FLIGHT', 'C0AUDIT', 'C0DATASCI', 'D0EXEC']);
    expect(json['channels'][0]).toMatchObject({ unread: 1, kind: 'channel' });
    await running.control('POST', 'read', { as: 'U0EXEC', channel });
    expect((await running.control('GET', 'state?as=U0EXEC')).json['channels'][0].unread).toBe(0);
    expect((await running.control('GET', 'state?as=U0ENG')).json['channels'][0].unread).toBe(1);
  });

  it('says in a sentence what was wrong', async () => {
    expect(await running.control('GET', 'state?as=U0NOBODY')).toMatchObject({
      status: 404,
      json: { ok: false, message: expect.stringContaining('U0EXEC') },
    });
    expect(await running.control('POST', 'messages', { as: 'U0EXEC' })).toMatchObject({
      status: 400,
      json: { error: 'invalid_arguments' },
    });
  });

  it('pages messages, keeps replies out of the channel and counts them', async () => {
    const { ts } = await post('parent');
    await running.client.chat.postMessage({ channel, text: 'reply', thread_ts: ts! });
    await post('later');
    const page = await running.control('GET', `channels/${channel}/messages?as=U0EXEC&limit=1`);
    expect(page.json).toMatchObject({ hasMore: true, messages: [{ text: 'later' }] });
    const before = await running.control('GET', `channels/${channel}/messages?as=U0EXEC&before=${page.json['messages'][0].ts}`);
    expect(before.json['messages']).toMatchObject([{ text: 'parent', replyCount: 1 }]);
    await running.client.chat.delete({ channel, ts: ts! });
    const thread = await running.control('GET', `channels/${channel}/threads/${ts}?as=U0EXEC`);
    expect(thread.json['messages'].map((one: { text: string }) => one.text)).toEqual(['This message was deleted.', 'reply']);
  });

  it('is rebuilt from what was sent before, once', async () => {
    const message = { channel, ts: '992000000.000100', text: 'old', blocks: [{ type: 'divider' }] };
    expect(running.sandbox.restore([message, message, { ...message, channel: 'C0GONE' }])).toBe(1);
    expect((await running.client.chat.update({ channel, ts: message.ts, text: 'new' })).ok).toBe(true);
  });

  it('draws the picture of an earlier message when somebody first looks', async () => {
    let drawn = 0;
    const draw = async () => (drawn++, new Uint8Array([1, 2, 3]));
    const image = { type: 'image', slack_file: { id: 'F0OLD' }, alt_text: 'a chart' };
    running.sandbox.restore([
      { channel, ts: '992000001.000100', text: 'old', blocks: [image], file: { id: 'F0OLD', alt: 'a chart', draw } },
    ]);
    expect(
      (await running.client.chat.update({ channel, ts: '992000001.000100', text: 'new', blocks: [image] } as never)).ok,
    ).toBe(true);
    expect(drawn).toBe(0);
    for (let look = 0; look < 2; look++)
      expect([...new Uint8Array(await (await fetch(`${running.base}/control/files/F0OLD`)).arrayBuffer())]).toEqual([1, 2, 3]);
    expect(drawn).toBe(1);
  });

  it('is forgotten on reset', async () => {
    await post();
    await running.control('POST', 'reset');
    expect((await running.control('GET', `channels/${channel}/messages?as=U0EXEC`)).json['messages']).toEqual([]);
  });
});

describe('doings', () => {
  it('are offered by name, done, and refused in words', async () => {
    let done = 0;
    const doings = [
      { name: 'register', label: 'Register version 3', run: async () => `Done ${++done} times.` },
      { name: 'again', label: 'Again', run: () => Promise.reject(new LeewayError('conflict', 'It is registered already.')) },
    ];
    const demo = await runSandbox({ doings });
    try {
      expect((await demo.control('GET', 'state?as=U0EXEC')).json['doings']).toEqual([
        { name: 'register', label: 'Register version 3' },
        { name: 'again', label: 'Again' },
      ]);
      expect(await demo.control('POST', 'do', { name: 'register' })).toEqual({
        status: 200,
        json: { ok: true, message: 'Done 1 times.' },
      });
      expect((await demo.control('POST', 'do', { name: 'again' })).json).toMatchObject({
        error: 'conflict',
        message: 'It is registered already.',
      });
      expect((await demo.control('POST', 'do', { name: 'other' })).status).toBe(404);
    } finally {
      await demo.stop();
    }
  });
});

describe('clock', () => {
  it('moves once at a time and tells how far it is', async () => {
    const stream = await fetch(`${running.base}/control/stream?as=U0EXEC`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await running.control('POST', 'clock', { by: 'day' })).status).toBe(202);
    expect((await running.control('POST', 'clock', { by: 'day' })).status).toBe(409);
    expect((await running.control('GET', 'clock')).json).toMatchObject({ busy: true, progress: 'halfway' });
    arrive();
    await until(async () => !(await running.control('GET', 'clock')).json['busy']);
    expect((await running.control('GET', 'clock')).json['now']).toBe('2001-06-19T14:00:00.000Z');
    let told = '';
    while (!told.includes('2001-06-19')) told += (await reader.read()).value ?? '';
    expect(told).toContain('data: {"type":"progress","message":"halfway"}');
    await reader.cancel();
  });

  it('does not go back', async () => {
    expect((await running.control('POST', 'clock', { to: '2001-01-01T00:00:00Z' })).json['error']).toBe('invalid_time');
  });
});

describe('faults', () => {
  const faults = (...list: unknown[]) => running.control('PUT', 'faults', { faults: list });
  const client = () =>
    new WebClient(botToken, {
      slackApiUrl: `${running.base}/slack/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: 300,
    });
  const send = () => client().chat.postMessage({ channel, text: 'x' });

  it('last for as many calls as was said', async () => {
    await faults({ kind: 'http_500', method: 'chat.postMessage', remaining: 1 });
    await expect(send()).rejects.toMatchObject({ statusCode: 500 });
    await send();
    await faults({ kind: 'token_revoked' });
    expect((await refused(send())).error).toBe('token_revoked');
    expect((await refused(client().auth.test())).error).toBe('token_revoked');
  });

  it('rate_limited names the seconds to wait', async () => {
    await faults({ kind: 'rate_limited', seconds: 7, remaining: 1 });
    await expect(send()).rejects.toMatchObject({ retryAfter: 7 });
  });

  it('cut loses the call, timeout_after_acceptance only the answer', async () => {
    await faults({ kind: 'cut', remaining: 1 });
    await expect(send()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(running.sandbox.state().channels[0]?.messages).toHaveLength(0);
    await faults({ kind: 'timeout_after_acceptance', seconds: 1, remaining: 1 });
    await expect(send()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(running.sandbox.state().channels[0]?.messages).toHaveLength(1);
  });
});

it('documents every route as OpenAPI and as a page', async () => {
  const api = (await (await fetch(`${running.base}/docs/openapi.json`)).json()) as {
    openapi: string;
    paths: Record<string, unknown>;
  };
  expect(api.openapi).toBe('3.1.0');
  expect(Object.keys(api.paths).toSorted()).toEqual([...new Set(controlRoutes.map((route) => route.path))].toSorted());
  expect(await (await fetch(`${running.base}/docs`)).text()).toContain('/control/faults');
});

it('serves the page and the styles of blocks', async () => {
  const page = await fetch(running.base);
  expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
    200,
    'text/html; charset=utf-8',
    'no-store',
  ]);
  expect(await (await fetch(`${running.base}/assets/blocks.css`)).text()).toContain('.sb-button');
  expect((await fetch(`${running.base}/..%2fcontract.ts`)).status).toBe(404);
});
