import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStarter, type Process, type Starter } from '../crash/processes.ts';
import { appToken, botToken, runSandbox, type Running } from '../sandbox/support.ts';
import { manifest } from '../slack/support.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { flightsFile } from './run-app.ts';
import { eventually, wordsOf, workspaceAt, type Workspace } from './sandbox-user.ts';

// Leeway as a process of its own, with the sandbox as a Slack that it can reach and that cannot reach it.

const folder = tempFolder('socket');
let slack: Running;
let at: Workspace;
let starter: Starter;
let leeway: Process;
const patienceMs = 120_000;

const connections = async () => (await slack.control('GET', 'sockets')).json['connections'] as number;
const standing = () => eventually('both connections', async () => (await connections()) === 2, patienceMs);

beforeAll(async () => {
  slack = await runSandbox({
    appToken,
    retryDelaysMs: [50, 100, 200, 400, 800, 1600, 3200],
    scopes: manifest.oauth_config.scopes.bot,
    events: manifest.settings.event_subscriptions.bot_events,
  });
  const env = { LEEWAY_DATA_DIR: join(folder, 'data'), SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: '' };
  execFileSync(process.execPath, ['src/cli.ts', 'apply', '-f', flightsFile], {
    cwd: resolve(import.meta.dirname, '../..'),
    env: {
      PATH: process.env['PATH'],
      LEEWAY_DATA_DIR: env.LEEWAY_DATA_DIR,
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
    },
  });
  at = workspaceAt(`${slack.base}/`);
  starter = createStarter(folder, `${slack.base}/slack/api/`, env);
  leeway = starter.start();
  await leeway.ready();
  await standing();
}, patienceMs);
afterAll(async () => {
  await starter.stopAll();
  await slack.stop();
});

const im = (as: string) => as.replace('U0', 'D0');
const linesIn = async (as: string) => (await at.messages(as, im(as))).filter((one) => one.isBot);

it('answers a command, and a click on the answer', async () => {
  const answer = await at.after('U0DATA', im('U0DATA'), () => at.command('U0DATA', im('U0DATA'), 'models'));
  const record = await at.after('U0DATA', im('U0DATA'), () => at.click(answer, { as: 'U0DATA', actionId: 'model-record' }));
  expect(record.text).toContain('Flight');
});

it('opens a form, shows what the form turns into, and makes a case of it', async () => {
  await at.command('U0EXPERT', im('U0EXPERT'), 'flag flight-delay');
  const form = await at.modal('U0EXPERT', 'flag');
  const said = await at.submit('U0EXPERT', form, { what: { 'typed:flag': 'The late flight from Denver was not called.' } });
  expect(said).toMatchObject({ closed: false });
  await eventually('the letter', async () =>
    (await linesIn('U0EXPERT')).find((one) => one.text.includes('Case 1: Priya Raman answers you here')),
  );
});

it('shows App Home when it is opened', async () => {
  expect(wordsOf(await at.home('U0DATA'))).toContain('Case 1');
});

it(
  'answers every question once while its connections are taken away and cut',
  async () => {
    const asked: string[] = [];
    for (let n = 0; n < 12; n++) {
      asked.push(await at.say('U0DATA', im('U0DATA'), `help ${n}`));
      if (n % 3 === 2) await slack.control('POST', 'sockets', { do: n % 6 === 5 ? 'cut' : 'refresh_requested' });
    }
    await standing();
    const answersTo = async (ts: string) => (await at.thread('U0DATA', im('U0DATA'), ts)).filter((one) => one.isBot);
    for (const ts of asked) await eventually(`an answer to ${ts}`, async () => (await answersTo(ts)).length > 0, patienceMs);
    expect(await Promise.all(asked.map(async (ts) => (await answersTo(ts)).length))).toEqual(asked.map(() => 1));
  },
  patienceMs,
);

it(
  'stops with 0, closes its connections, and what came meanwhile is answered at the next start',
  async () => {
    expect(await leeway.kill('SIGTERM')).toBe(0);
    expect(await connections()).toBe(0);
    const ts = await at.say('U0DATA', im('U0DATA'), 'help again');
    leeway = starter.start();
    await leeway.ready();
    await eventually('an answer', async () => (await at.thread('U0DATA', im('U0DATA'), ts)).some((one) => one.isBot), patienceMs);
  },
  patienceMs,
);

it('says once and plainly that Socket Mode was switched off', async () => {
  await standing();
  await slack.control('POST', 'sockets', { do: 'link_disabled' });
  await expect.poll(() => leeway.output(), { timeout: patienceMs }).toContain('switch it on under “Socket Mode”');
});
