import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandNames } from '../src/commands/help.ts';
import { lockDirectory } from '../src/db/directory-lock.ts';
import type { ApplyRequest, BackfillRequest, HttpDeps, SlackAnswer, SlackRequest } from '../src/http/deps.ts';
import { createHttp } from '../src/http/create-http.ts';
import { linkKey } from '../src/http/signed-link.ts';
import { LeewayError } from '../src/shared/errors.ts';
import { silentLog } from '../src/shared/log.ts';
import { readSlackManifest } from '../src/setup/manifest.ts';
import { botToken, runSandbox } from './sandbox/support.ts';
import { freePort } from './support/free-port.ts';

const root = resolve(import.meta.dirname, '..');
const flights = join(root, 'examples/flights/leeway.yml');
let directory = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'leeway-cli-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the command as a shell would, with nothing in the environment but what is given. */
function leeway(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [join(root, 'bin/leeway.js'), ...args], {
      env: { PATH: process.env['PATH'], LEEWAY_DATA_DIR: 'memory:', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => done({ code, out, err }));
  });
}

describe('the leeway command', () => {
  it.each([[[]], [['help']], [['--help']]])('%j lists every command', async (args) => {
    const { code, out } = await leeway(args);
    expect(code).toBe(0);
    for (const name of commandNames) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  it('explains each command with an example of it', async () => {
    for (const name of commandNames) {
      const { code, out } = await leeway(['help', ...name.split(' ')]);
      expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`\nExample: .*leeway ${name}`))]);
    }
    expect((await leeway(['apply', '--help'])).out).toBe((await leeway(['help', 'apply'])).out);
  });

  it('prints the manifest of the Slack app for either way, and says what is missing of it', async () => {
    const socket = await leeway(['slack', 'manifest', '--socket']);
    expect(socket).toMatchObject({ code: 0, out: expect.stringContaining('socket_mode_enabled: true') });
    const overHttp = await leeway(['slack', 'manifest', '--url', 'https://leeway.example.com']);
    expect(overHttp.out).toContain('https://leeway.example.com/slack/events');
    expect(await leeway(['slack', 'manifest'])).toMatchObject({ code: 64, err: expect.stringContaining('--socket') });
  });

  it('ends with 1 where the doctor finds no Slack, and says what to set', async () => {
    const { code, out } = await leeway(['slack', 'doctor']);
    expect([code, out]).toEqual([1, expect.stringContaining('Set SLACK_BOT_TOKEN')]);
  });

  it('says its version', async () => {
    expect((await leeway(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('prints a JSON Schema of leeway.yml', async () => {
    const { code, out } = await leeway(['schema']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ title: 'leeway.yml', type: 'object', properties: { models: {} } });
  });

  it.each([
    [['aply'], 'Did you mean “leeway apply”?'],
    [['audit'], 'Did you mean “leeway audit verify”?'],
    [['audit', 'verfy'], 'Did you mean “leeway audit verify”?'],
    [['frobnicate'], 'See “leeway help”.'],
    [['help', 'aply'], 'Did you mean “leeway apply”?'],
    [['apply', '--dryrun'], 'See “leeway help apply”.'],
    [['migrate', 'now'], 'See “leeway help migrate”.'],
    [['serve', '--port', '1'], 'See “leeway help serve”.'],
  ])('%j is a wrong call: 64 and one line', async (args, words) => {
    const { code, out, err } = await leeway(args);
    expect([code, out]).toEqual([64, '']);
    expect(err).toMatch(/^leeway: [^\n]+\n$/);
    expect(err).toContain(words);
  });

  it.each([
    ['serve', { PORT: 'x' }, 'PORT must be'],
    ['demo', { LEEWAY_DATADIR: 'x' }, 'Did you mean LEEWAY_DATA_DIR?'],
    ['apply', { LEEWAY_CONFIG: '/nowhere/leeway.yml' }, '/nowhere/leeway.yml: the file cannot be read'],
  ])('%s with a wrong setting ends with 78 and one line', async (command, env, words) => {
    const { code, out, err } = await leeway([command], env as Record<string, string>);
    expect([code, out]).toEqual([78, '']);
    expect(err).toMatch(/^leeway: [^\n]+\n$/);
    expect(err).toContain(words);
  });
});

it('a command whose Postgres is not there ends with 69 and one line', async () => {
  const { code, out, err } = await leeway(['migrate'], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
  expect([code, out]).toEqual([69, '']);
  expect(err).toBe(
    'leeway: DATABASE_URL: Postgres at 127.0.0.1:1 cannot be reached (ECONNREFUSED). Start it, or correct the address.\n',
  );
});

describe('commands on an embedded directory that nobody holds', () => {
  it('apply, show the difference and verify the audit chain', async () => {
    const env = { LEEWAY_DATA_DIR: join(directory, 'alone') };
    const dry = await leeway(['apply', '-f', flights, '--dry-run'], env);
    expect([dry.code, dry.err]).toEqual([0, '']);
    expect(dry.out).toMatch(/\d+ changes to make\. Nothing was applied\.\n$/);
    const real = await leeway(['apply', '-f', flights], env);
    expect(real.out).toMatch(/^\+ .*\n[\s\S]*\d+ changes applied\.\n1 watched model has no figures yet: leeway backfill .*\n$/);
    expect((await leeway(['apply', '-f', flights], env)).out).toBe('Nothing to change.\n');
    const stranger = await leeway(['apply', '-f', flights, '--as', 'nobody'], env);
    expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining('“nobody”')]);
    expect((await leeway(['audit', 'verify'], env)).out).toMatch(/^The audit chain is whole: [1-9]\d* entries/);
  }, 240_000);

  it('name file and line of a wrong leeway.yml and apply nothing', async () => {
    const file = join(directory, 'wrong.yml');
    writeFileSync(file, 'organisation:\n  name: Acme\nmodles: {}\n');
    const { code, out, err } = await leeway(['apply', '-f', file]);
    expect([code, out]).toEqual([78, '']);
    expect(err).toMatch(/wrong\.yml:3: modles/);
    expect(err).toContain('Nothing was applied.');
  });
});

describe('commands while a server holds the directory', () => {
  const asked: ApplyRequest[] = [];
  const people: SlackAnswer['people'] = [];
  const bound: SlackRequest['bind'] = [];
  const looks: BackfillRequest[] = [];
  let verification: Awaited<ReturnType<HttpDeps['verifyAudit']>> = { whole: true, entries: 7, head: 'abc', anchors: 2 };
  let held = '';
  let stop = () => {};
  beforeAll(async () => {
    held = join(directory, 'held');
    const port = await freePort();
    const http = createHttp({
      log: silentLog,
      linkKey: linkKey('secret'),
      localSecret: 'secret',
      pingDatabase: async () => {},
      queueStarted: () => true,
      readEdition: async () => undefined,
      anchors: async () => [],
      applyAs: async () => ({ lines: [], kept: [], waiting: [], left: [], request: null, isSeparated: false }),
      metrics: async () => '',
      backup: async () => ({ stream: new Blob(['no backup']).stream(), bytes: 9 }),
      verifyAudit: async () => verification,
      evidence: async ({ wish }) => ({ lines: [Object.values(wish).join(' ')], files: [] }),
      outbox: async ({ verb, id, reason }) => ({ lines: [[verb, id, reason].filter(Boolean).join(' ')] }),
      tokens: async ({ verb, id, name, scopes = [], days }) => ({
        lines: [[verb, id, name, ...scopes, days].filter(Boolean).join(' ')],
        notes: ['Keep it.'],
      }),
      backfill: async (request) => {
        looks.push(request);
        const ended = looks.length - 1;
        const models = [{ modelId: 'churn', from: '2026-10-26', until: '2026-11-09', weeks: 3 }];
        const reason = 'predictions.csv has 0 rows';
        return {
          since: '2026-11-21T10:00:00.000Z',
          models: models.map((one) => ({ ...one, ended, published: Math.min(ended, 2), reason })),
        };
      },
      slack: async ({ bind }) => {
        bound.push(...bind);
        return { bound: bind.map((one) => one.personId), people, channels: [] };
      },
      servingAnswer: () => undefined,
      servingAccess: 'token',
      scopesOf: async () => [],
      reportDeployment: async ({ state }) => ({ state, changed: true }),
      apiCaller: async () => {
        throw new LeewayError('unauthenticated', 'The token is unknown.');
      },
      apply: async (request) => {
        asked.push(request);
        if (request.as === 'mallory') throw new LeewayError('forbidden', 'You may not do this.', { hint: 'Ask Dana.' });
        return {
          lines: ['+ person dana'],
          kept: ['- person bob'],
          waiting: [],
          left: [],
          warnings: ['delay: the policy “production” requires the check “bias”. The model says classes.'],
          request: null,
          isSeparated: true,
          withoutAccount: 2,
        };
      },
    });
    const server = serve({ fetch: http.fetch, port, hostname: '127.0.0.1' });
    const lock = lockDirectory(held, { url: `http://127.0.0.1:${port}`, secret: 'secret' });
    stop = () => {
      lock.release();
      server.close();
    };
  });
  afterAll(() => stop());

  it('ask it about messages that could not be sent, and say how where they are called wrongly', async () => {
    const env = { LEEWAY_DATA_DIR: held };
    expect(await leeway(['outbox', 'list'], env)).toMatchObject({ code: 0, out: 'list\n' });
    expect(await leeway(['outbox', 'resend', 'one'], env)).toMatchObject({ code: 0, out: 'resend one\n' });
    expect(await leeway(['outbox', 'drop', '--reason', 'it arrived', 'one'], env)).toMatchObject({
      code: 0,
      out: 'drop one it arrived\n',
    });
    expect(await leeway(['outbox', 'drop', 'one'], env)).toMatchObject({ code: 64, err: expect.stringContaining('--reason') });
    expect(await leeway(['outbox', 'resend'], env)).toMatchObject({ code: 64, err: expect.stringContaining('by its id') });
    expect(await leeway(['outbox'], env)).toMatchObject({ code: 64, err: expect.stringContaining('leeway outbox list') });
  });

  it('ask it for past weeks, say how far they are, and name what could not be looked at', async () => {
    const env = { LEEWAY_DATA_DIR: held };
    const { code, out, err } = await leeway(['backfill', 'churn', '--weeks', '3'], env);
    expect([code, out.split('\n')[0]]).toEqual([0, 'churn: 2 of 3 weeks looked at. predictions.csv has 0 rows']);
    expect(err.split('\n').slice(0, 2)).toEqual(['churn: 3 weeks, from 26 October 2026', '1 of 3 weeks looked at …']);
    expect(looks[0]).toMatchObject({ modelIds: ['churn'], weeks: 3 });
    expect(looks.slice(1).every((one) => one.since === '2026-11-21T10:00:00.000Z')).toBe(true);
    expect(await leeway(['backfill', '--weeks', '27'], env)).toMatchObject({
      code: 64,
      err: expect.stringContaining('from 1 to 26'),
    });
  });

  it('ask it for tokens, and print what a script reads apart from what a person does', async () => {
    const env = { LEEWAY_DATA_DIR: held };
    const made = await leeway(
      ['token', 'create', '--name', 'ci', '--scope', 'registry.write', '--scope', 'validation.upload', '--days', '30'],
      env,
    );
    expect(made).toEqual({ code: 0, out: 'create ci registry.write validation.upload 30\n', err: 'Keep it.\n' });
    expect(await leeway(['token', 'revoke', 'one'], env)).toMatchObject({ code: 0, out: 'revoke one\n' });
    expect(await leeway(['token', 'list'], env)).toMatchObject({ code: 0, out: 'list\n' });
    expect(await leeway(['token', 'create', '--name', 'ci'], env)).toMatchObject({
      code: 64,
      err: expect.stringContaining('--scope'),
    });
    expect(await leeway(['token', 'create', '--name', 'ci', '--scope', 'x', '--days', 'two'], env)).toMatchObject({ code: 64 });
    expect(await leeway(['token', 'list', '--name', 'ci'], env)).toMatchObject({ code: 64 });
    expect(await leeway(['token', 'revoke'], env)).toMatchObject({ code: 64, err: expect.stringContaining('by its id') });
    expect(await leeway(['token'], env)).toMatchObject({ code: 64, err: expect.stringContaining('leeway token create') });
  });

  it('ask it to apply, and hand on its answer', async () => {
    const answered = await leeway(['apply', '-f', flights, '--prune', '--as', 'dana'], { LEEWAY_DATA_DIR: held });
    expect(answered.out).toBe(
      '+ person dana\n1 change applied.\nNot in the file any more and kept; --prune would do:\n  - person bob\n' +
        'No version of these models could ever be agreed to:\n  delay: the policy “production” requires the check “bias”. The model says classes.\n' +
        '2 people have an e-mail address and no Slack account yet: leeway slack doctor finds them.\n',
    );
    expect(asked).toEqual([expect.objectContaining({ path: flights, dryRun: false, prune: true, as: 'dana' })]);
    expect(asked[0]?.user).not.toBe('');
  });

  it('ask it who is named, and Slack about them', async () => {
    const named = { id: 'dana', name: 'Dana', email: 'dana.whitfield@skyway.example', slackTeamId: null, slackUserId: null };
    people.push(named, { ...named, id: 'eve', name: 'Eve', email: 'eve@elsewhere.example' });
    const slack = await runSandbox({ ...readSlackManifest() });
    const env = {
      LEEWAY_DATA_DIR: held,
      SLACK_API_URL: `${slack.base}/slack/api/`,
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99aaaa1185a5',
    };
    const { code, out } = await leeway(['slack', 'doctor', '--to', 'C0HEALTH'], env).finally(() => slack.stop());
    expect(code).toBe(1);
    expect(out).toMatch(/^ok +person dana, .*U0EXEC/m);
    expect(out).toMatch(/^missing +person eve .*nobody in Slack has this address/m);
    expect(bound).toEqual([expect.objectContaining({ personId: 'dana', slackUserId: 'U0EXEC' })]);
  });

  it('say what it refused', async () => {
    const { code, err } = await leeway(['apply', '-f', flights, '--as', 'mallory'], { LEEWAY_DATA_DIR: held });
    expect([code, err]).toEqual([1, 'leeway: You may not do this. Ask Dana.\n']);
  });

  it('ask it about the audit chain, and end with 1 when that is broken', async () => {
    expect(await leeway(['audit', 'verify'], { LEEWAY_DATA_DIR: held })).toMatchObject({
      code: 0,
      out: expect.stringContaining('whole: 7'),
    });
    verification = { whole: false, seq: 3, why: 'the entry is missing' };
    const broken = await leeway(['audit', 'verify'], { LEEWAY_DATA_DIR: held });
    expect([broken.code, broken.out]).toEqual([1, 'The audit chain is broken at entry 3: the entry is missing.\n']);
  });

  it('do not open the directory behind its back', async () => {
    const { code, err } = await leeway(['migrate'], { LEEWAY_DATA_DIR: held });
    expect([code, err]).toEqual([1, expect.stringContaining(`is in use by process ${process.pid}`)]);
  });
});
