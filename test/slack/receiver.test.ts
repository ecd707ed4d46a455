import type { App, ReceiverEvent } from '@slack/bolt';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCounters } from '../../src/slack/counters.ts';
import { createFetchReceiver, type ReceiverDeps } from '../../src/slack/fetch-receiver.ts';
import { maxBodyBytes } from '../../src/slack/request-body.ts';
import { commandForm, listeningLog, signed, signingSecret } from './support.ts';

let counters = createCounters();
let log = listeningLog();
let processed: ReceiverEvent[] = [];
let events: unknown[] = [];
let process: (event: ReceiverEvent) => Promise<void>;
beforeEach(() => {
  counters = createCounters();
  log = listeningLog();
  processed = [];
  events = [];
  process = (event) => event.ack();
});

function receiver(more: Partial<ReceiverDeps> = {}) {
  const made = createFetchReceiver({
    signingSecret,
    counters,
    log,
    acceptEvent: async (body) => void events.push(body),
    ...more,
  });
  made.init({
    processEvent: (event: ReceiverEvent) => {
      processed.push(event);
      return process(event);
    },
  } as unknown as App);
  return made;
}
const now = () => Math.floor(Date.now() / 1000);
const json = (body: object, more: object = {}) => signed(JSON.stringify(body), { contentType: 'application/json', ...more });

describe('a request that is not Slack’s', () => {
  it.each([
    ['a wrong signature', () => signed(commandForm('status'), { secret: 'another' }), 401, 'wrongSignature'],
    ['a time 301 s ago', () => signed(commandForm('status'), { seconds: now() - 302 }), 401, 'outsideTimeWindow'],
    [
      'a time 301 s ahead, which Bolt lets pass',
      () => signed(commandForm('status'), { seconds: now() + 302 }),
      401,
      'outsideTimeWindow',
    ],
    [
      'a time that is no number',
      () => withHeader(signed(commandForm('status')), 'x-slack-request-timestamp', 'soon'),
      401,
      'wrongSignature',
    ],
    ['no signature', () => withHeader(signed(commandForm('status')), 'x-slack-signature', null), 401, 'wrongSignature'],
    ['a body above 1 MB', () => signed(`a=${'x'.repeat(maxBodyBytes)}`), 413, 'tooLarge'],
    ['broken JSON', () => signed('{"type":', { contentType: 'application/json' }), 400, 'malformed'],
    ['a broken payload', () => signed('payload=%7Bnope'), 400, 'malformed'],
    ['JSON that Slack never sends', () => json({ hello: 'world' }), 400, 'malformed'],
    ['a list', () => json([1, 2]), 400, 'malformed'],
    ['null', () => signed('null', { contentType: 'application/json' }), 400, 'malformed'],
    [
      'a click by nobody',
      () => signed(new URLSearchParams({ payload: JSON.stringify({ type: 'block_actions', actions: [] }) }).toString()),
      400,
      'malformed',
    ],
  ] as const)('is refused, counted and shown nothing: %s', async (_what, make, status, counter) => {
    const response = await receiver().receive(make());
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(counters[counter]).toBe(1);
    expect(processed).toEqual([]);
  });

  it('is read no further than 1 MB when it does not say how long it is', async () => {
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(64 * 1024));
      },
    });
    const request = new Request('http://127.0.0.1/slack/events', { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await receiver().receive(request)).status).toBe(413);
    expect(pulled).toBeLessThan(25);
  });

  it('is refused when one byte of a signed body changed', async () => {
    const request = signed(commandForm('status'));
    const changed = new Request(request.url, { method: 'POST', headers: request.headers, body: commandForm('statuz') });
    expect((await receiver().receive(changed)).status).toBe(401);
  });
});

function withHeader(request: Request, name: string, value: string | null): Request {
  if (value === null) request.headers.delete(name);
  else request.headers.set(name, value);
  return request;
}

describe('a request of Slack’s', () => {
  it('passes at the edges of the time window', async () => {
    const made = receiver();
    for (const seconds of [now() - 298, now() + 298])
      expect((await made.receive(signed(commandForm('status'), { seconds }))).status).toBe(200);
  });

  it('that verifies the address gets its challenge back', async () => {
    const response = await receiver().receive(json({ type: 'url_verification', challenge: 'c-1' }));
    expect(await response.json()).toEqual({ challenge: 'c-1' });
  });

  it('that checks the certificate is answered unsigned, and brings nothing in', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const request = new Request('http://127.0.0.1/', { method: 'POST', headers, body: 'ssl_check=1&command=/leeway' });
    expect((await receiver().receive(request)).status).toBe(200);
    expect(processed).toEqual([]);
  });

  it('is answered with what the listener acknowledges, before its work is done', async () => {
    let finish = () => {};
    let finished = false;
    process = async (event) => {
      await event.ack({ response_action: 'clear' });
      await new Promise<void>((resolve) => (finish = resolve));
      finished = true;
    };
    const made = receiver();
    const response = await made.receive(signed(commandForm('status')));
    expect(await response.json()).toEqual({ response_action: 'clear' });
    expect(finished).toBe(false);
    const stopped = made.stop();
    finish();
    await stopped;
    expect(finished).toBe(true);
  });

  it('that no listener takes is acknowledged all the same', async () => {
    process = async () => {};
    expect((await receiver().receive(signed(commandForm('status')))).status).toBe(200);
  });

  it('that is not acknowledged in time is answered, and counted', async () => {
    process = () => new Promise(() => {});
    expect((await receiver({ ackTimeoutMs: 5 }).receive(signed(commandForm('status')))).status).toBe(503);
    expect(counters.notAcknowledged).toBe(1);
  });

  it('whose listener fails shows nothing of the failure', async () => {
    process = () => Promise.reject(new Error('at /srv/leeway/x.ts'));
    const response = await receiver().receive(signed(commandForm('status')));
    expect(await response.text()).toBe('');
    expect(log.lines).toMatchObject([{ level: 'error' }]);
  });
});

describe('work that follows an acknowledgement', () => {
  const command = () => signed(commandForm('status'));

  it('has a bound: one request more is not acknowledged, which is counted and logged', async () => {
    const finish: (() => void)[] = [];
    process = async (event) => {
      await event.ack();
      await new Promise<void>((resolve) => finish.push(resolve));
    };
    const made = receiver({ maxUnfinished: 2 });
    const statuses = [];
    for (let index = 0; index < 3; index++) statuses.push((await made.receive(command())).status);
    expect(statuses).toEqual([200, 200, 503]);
    expect(processed).toHaveLength(2);
    expect(counters.overloaded).toBe(1);
    expect(log.lines).toMatchObject([{ level: 'warn' }]);
    finish[0]?.();
    await new Promise(setImmediate);
    expect((await made.receive(command())).status).toBe(200);
  });

  it('is done when the process stops, though it had not begun', async () => {
    const made = receiver();
    let done = 0;
    process = async (event) => {
      await event.ack();
      await made.afterAck(async () => void done++);
    };
    await Promise.all([command(), command(), command()].map((one) => made.receive(one)));
    await made.stop();
    expect(done).toBe(3);
    expect(log.lines).toEqual([]);
  });

  it('that does not end in time when the process stops is logged', async () => {
    process = async (event) => {
      await event.ack();
      await new Promise(() => {});
    };
    const made = receiver({ stopTimeoutMs: 5 });
    await made.receive(command());
    await made.stop();
    expect(log.lines).toMatchObject([{ level: 'error', words: [{ unfinished: 1 }, expect.any(String)] }]);
  });

  it('is not taken on while the process stops: commands and events are not acknowledged', async () => {
    const made = receiver();
    await made.stop();
    const event = { type: 'event_callback', event_id: 'Ev1', event: { type: 'app_mention' } };
    expect((await made.receive(command())).status).toBe(503);
    expect((await made.receive(json(event))).status).toBe(503);
    expect(processed).toEqual([]);
    expect(events).toEqual([]);
  });
});

describe('an event', () => {
  const event = { type: 'event_callback', event_id: 'Ev1', team_id: 'T1', event: { type: 'app_mention' } };
  it('is stored before it is acknowledged, and handled later', async () => {
    expect((await receiver().receive(json(event))).status).toBe(200);
    expect(events).toMatchObject([{ event_id: 'Ev1' }]);
    expect(processed).toEqual([]);
  });
  it('that cannot be stored is not acknowledged, so that Slack sends it again', async () => {
    const response = await receiver({ acceptEvent: () => Promise.reject(new Error('no database')) }).receive(json(event));
    expect(response.status).toBe(503);
  });
});
