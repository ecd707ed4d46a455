import { afterEach, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { readMessage } from '../../src/outbox/read-messages.ts';
import { say, type MessageKind, type Say } from '../../src/outbox/say.ts';
import { useDatabase } from '../support/database.ts';
import * as samples from './samples.ts';
import { stubVerbs } from './stub-verbs.ts';
import { listeningLog, manifest, runSlack, until } from './support.ts';

// What an administrator may refuse: Leeway goes on, and says plainly what it does without.

const test = useDatabase('pglite');
let running: Awaited<ReturnType<typeof runSlack>>;
let log: ReturnType<typeof listeningLog>;
afterEach(async () => {
  await running.stop();
  await test.clear();
});

async function without(...refused: string[]) {
  log = listeningLog();
  const scopes = manifest.oauth_config.scopes.bot.filter((one) => !refused.includes(one));
  const input = { chart: 'sparkline' as const, alt: 'Typical miss by week, rising', values: [1, 2, 3, 5] };
  const stub = stubVerbs({ edition: async () => ({ view: samples.edition, chart: { input, title: 'Typical miss rises' } }) });
  running = await runSlack(test.database.db, { stub, sandbox: { scopes }, deps: { log } });
}
let said = 0;
async function tell(more: Partial<Say<MessageKind>> = {}): Promise<string> {
  const message = { kind: 'notice', data: { text: `line ${said}` }, destination: 'C0HEALTH', dedupeKey: `t${said++}`, ...more };
  return (await write(test.ctx(), (w) => say(w, message as Say<MessageKind>)))!;
}
const state = async (id: string) => (await readMessage(test.ctx(), id))!;
const drained = () => running.slack.sender.drain();

it('without channels:history a message of doubtful outcome is never sent twice: it waits for the operator, and only it', async () => {
  await without('channels:history', 'groups:history');
  const fault = { kind: 'timeout_after_acceptance', method: 'chat.postMessage', remaining: 1, seconds: 5 };
  await running.control('PUT', 'faults', { faults: [fault] });
  const doubtful = await tell();
  await until(async () => (await drained(), (await state(doubtful)).state === 'parked'));
  expect(running.messages('C0HEALTH')).toHaveLength(1);
  expect((await state(doubtful)).lastError).toContain('which Leeway may not read');
  const next = await tell();
  await until(async () => (await drained(), (await state(next)).state === 'sent'));
});

it('without channels:history a reply is heard when it mentions Leeway, and not otherwise', async () => {
  await without('channels:history', 'groups:history');
  const parent = await tell();
  await drained();
  const threadTs = (await state(parent)).slackTs;
  const reply = (text: string) => running.control('POST', 'messages', { as: 'U0EXEC', channel: 'C0HEALTH', text, threadTs });
  await reply('why is that?');
  await reply('<@U0LEEWAY> why is that?');
  await until(() => running.slack.counters.eventsStored === 1);
  expect(running.slack.counters.eventsIgnored).toBe(0);
});

it.each(['files:write', 'files:read'])('without %s a digest comes without its chart, and the log says why', async (scope) => {
  await without(scope);
  const id = await tell({ kind: 'edition', data: { editionId: samples.edition.editionId } } as Partial<Say<MessageKind>>);
  await until(async () => (await drained(), (await state(id)).state === 'sent'));
  const [message] = running.messages('C0HEALTH');
  expect(message?.blocks.some((block) => block.type === 'image')).toBe(false);
  expect(JSON.stringify(log.lines)).toContain('missing_scope');
});

it('without chat:write nothing is lost: what was to be said waits, and the log says what to do', async () => {
  await without('chat:write');
  const id = await tell();
  await drained();
  expect((await state(id)).state).not.toBe('dropped');
  expect(running.messages('C0HEALTH')).toEqual([]);
  expect(JSON.stringify(log.lines.filter((one) => one.level === 'error'))).toContain('install it again with the scopes');
});
