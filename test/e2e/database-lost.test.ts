import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { openPostgres, type Database } from '../../src/db/open.ts';
import { say } from '../../src/outbox/say.ts';
import { channel, makeDue, messagesOf, prepareOffice, systemCtx } from '../crash/office.ts';
import { posted, postedOnce } from '../crash/posted.ts';
import { createStarter, type Process, type Starter } from '../crash/processes.ts';
import { runSandbox, type Running } from '../sandbox/support.ts';
import { tcpProxy, type Proxy } from '../support/tcp-proxy.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { newPostgres } from './run-app.ts';
import { eventually, workspaceAt } from './sandbox-user.ts';

// A real Leeway under load whose Postgres goes away and comes back. The test has a connection of its own.

const outageMs = Number(process.env['OUTAGE_SECONDS'] ?? 6) * 1000;
const commandEveryMs = 50;
const cuts = 25;
const notices = 40;
const channels = ['C0APPROVE', 'C0FLIGHT', 'C0AUDIT', 'C0DATASCI'];
const people = ['U0EXEC', 'U0EXPERT', 'U0DATA'];
const away = 'I cannot reach my records at the moment';

let database: Database;
let proxy: Proxy;
let slack: Running;
let starter: Starter;
let leeway: Process;

beforeAll(async () => {
  const url = await newPostgres();
  database = await openPostgres(url, { max: 2 });
  const folder = tempFolder('lost');
  await prepareOffice(database, folder);
  proxy = await tcpProxy(Number(new URL(url).port));
  slack = await runSandbox({
    clock: { now: () => new Date(), advance: async () => {} },
    deliverTo: () => `${leeway.url()}/slack/events`,
  });
  const through = Object.assign(new URL(url), { port: String(proxy.port) }).href;
  starter = createStarter(folder, `${slack.base}/slack/api/`, { DATABASE_URL: through });
  leeway = starter.start();
  await leeway.ready();
});
afterAll(async () => {
  await starter?.stopAll();
  await slack?.stop();
  await proxy?.close();
  await database?.close();
});

const isReady = async () => (await fetch(`${leeway.url()}/readyz`)).status;
const sayNotices = (round: string) =>
  write(systemCtx(database), async (w) => {
    for (let one = 0; one < notices; one++)
      await say(w, {
        kind: 'notice',
        data: { text: `${round} ${one}` },
        destination: channels[one % channels.length]!,
        dedupeKey: `${round}-${one}`,
      });
  });
const noticed = (round: string) =>
  channels
    .flatMap((id) => slack.sandbox.state().channels.find((one) => one.id === id)?.messages ?? [])
    .map((one) => one.text)
    .filter((text) => text.startsWith(`${round} `))
    .toSorted();
const each = (round: string) => Array.from({ length: notices }, (_, one) => `${round} ${one}`).toSorted();

it('while it is away it is not ready, Slack is acknowledged with a friendly line, and afterwards all is done once', async () => {
  const at = workspaceAt(`${slack.base}/`);
  expect(await isReady()).toBe(200);
  await makeDue(database, 'during');
  await sayNotices('before');
  await eventually('some of it is on its way', async () => noticed('before').length > 4);

  await proxy.cut();
  const end = Date.now() + outageMs;
  await sayNotices('away');
  expect(await isReady()).toBe(503);
  const answers: { status: number; json: { ok: boolean } }[] = [];
  while (Date.now() < end)
    for (const as of people) {
      answers.push(await at.raw('POST', 'commands', { as, channel, command: '/leeway', text: 'status Trip Wait' }));
      await sleep(commandEveryMs);
    }
  // The sandbox waits three seconds for an acknowledgement, as Slack does.
  expect(answers.filter(({ status, json }) => status !== 200 || !json.ok)).toEqual([]);
  for (const as of people)
    await eventually(`a friendly line to ${as}`, async () =>
      (await at.messages(as, channel)).some((one) => one.ephemeral && one.text.startsWith(away)),
    );

  await proxy.restore();
  await eventually('it is ready again', async () => (await isReady()) === 200);
  const answer = await at.after('U0EXEC', channel, () => at.command('U0EXEC', channel, 'help'));
  expect(answer.text).not.toContain(away);

  await makeDue(database, 'after');
  await eventually('every message is out', async () => (await waiting()) === 0, 200_000);
  expect(noticed('before')).toEqual(each('before'));
  expect(noticed('away')).toEqual(each('away'));
}, 400_000);

it('a digest that fell due meanwhile is posted once', async () => {
  for (const audience of ['during', 'after'])
    await eventually(
      `${audience} is posted`,
      async () => {
        const { messages } = await messagesOf(database, audience);
        return messages.length > 0 && messages.every((one) => one.state === 'sent');
      },
      150_000,
    );
  expect(posted(slack, await messagesOf(database, 'during'))).toEqual(postedOnce);
  expect(posted(slack, await messagesOf(database, 'after'))).toEqual(postedOnce);
}, 400_000);

it('a connection that comes and goes does it no harm', async () => {
  await sayNotices('flapping');
  for (let cut = 0; cut < cuts; cut++) {
    await proxy.cut();
    await sleep(100);
    await proxy.restore();
    await sleep(100 * (cut % 7));
  }
  await eventually('every message is out', async () => (await waiting()) === 0, 200_000);
  expect(noticed('flapping')).toEqual(each('flapping'));
}, 400_000);

it('nobody is called for what healed by itself, nothing was thrown unseen, and it ends cleanly', async () => {
  expect({ ended: leeway.ended, said: leeway.ended === undefined ? '' : leeway.output().slice(-4_000) }).toEqual({
    ended: undefined,
    said: '',
  });
  expect(await leeway.kill('SIGTERM')).toBe(0);
  expect(leeway.output()).not.toMatch(/"level":50|"level":60|[Uu]nhandled/);
});

async function waiting(): Promise<number> {
  const rows = await database.db.execute(sql`select
    (select count(*)::int from outbox_message where state in ('queued', 'claimed'))
    + (select count(*)::int from pgboss.job where state < 'completed') as waiting`);
  return rowsOf<{ waiting: number }>(rows)[0]!.waiting;
}
