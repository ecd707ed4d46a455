import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { demoWorkspace } from '../../src/sandbox/demo-workspace.ts';
import type { SandboxOptions } from '../../src/sandbox/options.ts';
import { doctor, type Binding, type DoctorDeps, type Finding } from '../../src/setup/doctor.ts';
import { readSlackManifest } from '../../src/setup/manifest.ts';
import { scopes } from '../../src/setup/scopes.ts';
import { createCounters } from '../../src/slack/counters.ts';
import { createFetchReceiver } from '../../src/slack/fetch-receiver.ts';
import { silentLog } from '../../src/shared/log.ts';
import { appToken, botToken, runSandbox, type Running } from '../sandbox/support.ts';
import { freePort } from '../support/free-port.ts';

const signingSecret = '8f742231b10e8888abcd99aaaa1185a5';
const all = readSlackManifest().scopes;
const stop: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of stop.splice(0).toReversed()) await one();
});

async function slack(options: Partial<SandboxOptions> = {}): Promise<Running> {
  const running = await runSandbox({ signingSecret, scopes: all, ...options });
  stop.push(() => running.stop());
  return running;
}

interface Report {
  isWell: boolean;
  findings: Finding[];
  bound: Binding[];
  about: (word: string) => Finding[];
}
async function examine(
  running: Running,
  more: Partial<Omit<DoctorDeps, 'settings'>> & { settings?: Partial<DoctorDeps['settings']> } = {},
): Promise<Report> {
  const findings: Finding[] = [];
  const bound: Binding[] = [];
  const isWell = await doctor({
    testTo: undefined,
    named: async () => ({ people: [], channels: [{ id: 'C0HEALTH', usedFor: ['audiences.executives'] }] }),
    bind: async (bindings) => (bound.push(...bindings), bindings.map((one) => one.personId)),
    tell: (finding) => findings.push(finding),
    ...more,
    settings: {
      botToken,
      appToken: appToken,
      signingSecret: undefined,
      apiUrl: `${running.base}/slack/api/`,
      publicUrl: undefined,
      ...more.settings,
    },
  });
  return { isWell, findings, bound, about: (word) => findings.filter((one) => one.what.startsWith(word)) };
}
const person = (id: string, more: object) => ({ id, name: id, email: null, slackTeamId: null, slackUserId: null, ...more });

describe('a workspace where everything is there', () => {
  it('is well, by a line for each thing', async () => {
    const { isWell, findings } = await examine(await slack({ appToken }), {
      named: async () => ({
        people: [person('dana', { slackTeamId: 'T0LEEWAY', slackUserId: 'U0EXEC' })],
        channels: [{ id: 'C0HEALTH', usedFor: ['audiences.executives'] }],
      }),
    });
    expect(findings.filter((one) => one.is !== 'ok')).toEqual([]);
    expect(isWell).toBe(true);
    expect(findings.length).toBe(1 + scopes.length + 1 + 1 + 1);
  });

  it('gets a test message only when it was asked for', async () => {
    const running = await slack({ appToken });
    const messages = () => running.sandbox.state().channels.flatMap((one) => one.messages);
    await examine(running);
    expect(messages()).toHaveLength(0);
    await examine(running, { testTo: 'U0ENG' });
    expect(messages()).toHaveLength(1);
    const { isWell, about } = await examine(running, { testTo: 'C0NOWHERE' });
    expect([isWell, about('test message')[0]?.is]).toEqual([false, 'wrong']);
  });
});

it('a token that Slack does not know ends it, with what to do', async () => {
  const { isWell, findings } = await examine(await slack({ appToken }), { settings: { botToken: 'xoxb-another' } });
  expect(isWell).toBe(false);
  expect(findings[0]).toMatchObject({
    is: 'wrong',
    what: 'token: Slack answers invalid_auth',
    todo: expect.stringContaining('OAuth'),
  });
});

it.each(all)('says what is lost without the scope %s, and whether that can be', async (name) => {
  const without = all.filter((one) => one !== name);
  const { isWell, about } = await examine(await slack({ appToken, scopes: without }));
  const scope = scopes.find((one) => one.name === name)!;
  expect(about(`scope ${name}:`)).toEqual([
    {
      is: scope.needed ? 'missing' : 'done-without',
      what: `scope ${name}: ${scope.without}`,
      todo: expect.stringContaining(name),
    },
  ]);
  expect(isWell).toBe(!scope.needed);
});

it('waits as long as Slack asks, and goes on', async () => {
  const running = await slack({ appToken });
  await running.control('PUT', 'faults', {
    faults: [{ kind: 'rate_limited', method: 'conversations.info', remaining: 1, seconds: 1 }],
  });
  const waited: number[] = [];
  const { isWell } = await examine(running, { waiting: (seconds) => waited.push(seconds) });
  expect([isWell, waited]).toEqual([true, [1]]);
});

describe('Socket Mode', () => {
  it('is asked for an address and takes no connection from the Leeway that runs', async () => {
    const running = await slack({ appToken });
    expect((await examine(running)).about('Socket Mode')).toMatchObject([{ is: 'ok' }]);
    expect((await running.control('GET', 'sockets')).json).toEqual({ connections: 0 });
  });

  it('with a wrong token says how to get the right one', async () => {
    const { about } = await examine(await slack({ appToken }), { settings: { appToken: 'xapp-another' } });
    expect(about('Socket Mode')).toMatchObject([{ is: 'wrong', todo: expect.stringContaining('connections:write') }]);
  });
});

describe('over HTTP', () => {
  const overHttp = { appToken: undefined, signingSecret };
  async function leewayAt(secret: string): Promise<string> {
    const port = await freePort();
    const log = silentLog;
    const receiver = createFetchReceiver({ signingSecret: secret, counters: createCounters(), log, acceptEvent: async () => {} });
    const app = new Hono().post('/slack/events', (c) => receiver.receive(c.req.raw));
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' });
    stop.push(() => server.close());
    return `http://127.0.0.1:${port}`;
  }

  it('asks the address as Slack would', async () => {
    const publicUrl = await leewayAt(signingSecret);
    const { about, isWell } = await examine(await slack(), { settings: { ...overHttp, publicUrl } });
    expect(about('event address')).toEqual([
      { is: 'ok', what: `event address: ${publicUrl}/slack/events answers as Slack wants it` },
    ]);
    expect(isWell).toBe(true);
  });

  it('tells a wrong secret, a stranger’s address, an unreachable one and none at all apart', async () => {
    const running = await slack();
    const todo = async (publicUrl: string | undefined) =>
      (await examine(running, { settings: { ...overHttp, publicUrl } })).about('event address')[0]?.todo ?? '';
    expect(await todo(await leewayAt('another secret'))).toContain('another SLACK_SIGNING_SECRET');
    expect(await todo(running.base)).toContain('is no Leeway');
    expect(await todo(`http://127.0.0.1:${await freePort()}`)).toContain('Start Leeway');
    expect(await todo(undefined)).toContain('Set it');
  });

  it('knows a secret that cannot be one', async () => {
    const { about } = await examine(await slack(), { settings: { ...overHttp, signingSecret: botToken } });
    expect(about('signing secret')).toMatchObject([{ is: 'wrong' }]);
  });
});

describe('channels', () => {
  it.each([
    ['C0NEW', 'missing', 'Write in #models: /invite @leeway'],
    ['C0OLD', 'wrong', 'Restore it in Slack'],
    ['C0HIDDEN', 'missing', 'If it is private, write in it: /invite @leeway'],
    ['C0NOWHERE', 'missing', 'correct the id'],
    ['C0HEALTH|#model-health', 'wrong', 'Write only its id in leeway.yml: C0HEALTH'],
  ])('%s is %s, with “%s”', async (id, is, todo) => {
    const running = await slack({
      appToken,
      channels: [
        ...demoWorkspace.channels,
        { id: 'C0NEW', name: 'models', topic: '', members: ['U0EXEC'] },
        { id: 'C0OLD', name: 'old', topic: '', members: 'everyone', isArchived: true },
        { id: 'C0HIDDEN', name: 'hidden', topic: '', members: ['U0EXEC'], isPrivate: true },
      ],
    });
    const { about } = await examine(running, { named: async () => ({ people: [], channels: [{ id, usedFor: ['teams.x'] }] }) });
    expect(about('channel')).toMatchObject([{ is, todo: expect.stringContaining(todo) }]);
  });
});

describe('people', () => {
  const team = 'T0LEEWAY';
  const others = [
    { userId: 'U0GONE', name: 'Gone', email: 'gone@skyway.example', is: 'deactivated' },
    { userId: 'U0GUEST', name: 'Guest', email: 'guest@skyway.example', is: 'guest' },
    { userId: 'U0BOT', name: 'Bot', email: 'bot@skyway.example', is: 'bot' },
    { userId: 'U0FAR', name: 'Far', email: 'far@other.example', is: 'stranger', teamId: 'T0OTHER' },
  ] as const;
  const look = async (people: ReturnType<typeof person>[]) =>
    examine(await slack({ appToken, others }), { named: async () => ({ people, channels: [] }) });

  it('are bound by ids to the account that their address leads to', async () => {
    const { isWell, bound, about } = await look([person('dana', { email: 'Dana.Whitfield@skyway.example' })]);
    expect(bound).toEqual([
      { personId: 'dana', email: 'Dana.Whitfield@skyway.example', slackTeamId: team, slackUserId: 'U0EXEC' },
    ]);
    expect(about('person dana')[0]?.what).toContain('U0EXEC');
    expect(isWell).toBe(true);
  });

  it.each([
    ['nobody@skyway.example', 'nobody in Slack has this address'],
    ['gone@skyway.example', 'is switched off'],
    ['guest@skyway.example', 'is a guest'],
    ['bot@skyway.example', 'is a bot'],
    ['far@other.example', 'another workspace'],
  ])('are not bound by %s: %s', async (email, why) => {
    const { isWell, bound, about } = await look([person('x', { email })]);
    expect([isWell, bound]).toEqual([false, []]);
    expect(about('person x')).toMatchObject([{ what: expect.stringContaining(why), todo: expect.stringMatching(/./) }]);
  });

  it('of whom two have one address are both left alone', async () => {
    const email = 'dana.whitfield@skyway.example';
    const { bound, about } = await look([person('a', { email }), person('b', { email })]);
    expect(bound).toEqual([]);
    expect(about('person').map((one) => one.todo)).toEqual(Array(2).fill(expect.stringContaining('one person’s')));
  });

  it('with an account are looked at, whether it is still in use', async () => {
    const { about } = await look([
      person('dana', { slackTeamId: team, slackUserId: 'U0EXEC' }),
      person('gone', { slackTeamId: team, slackUserId: 'U0GONE' }),
      person('guest', { slackTeamId: team, slackUserId: 'U0GUEST' }),
      person('none', { slackTeamId: team, slackUserId: 'U0NONE' }),
      person('far', { slackTeamId: 'T0OTHER', slackUserId: 'U0EXEC' }),
      person('empty', {}),
    ]);
    expect(about('person').map((one) => one.is)).toEqual(['ok', 'wrong', 'ok', 'wrong', 'wrong', 'missing']);
  });
});
