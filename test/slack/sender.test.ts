import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { rowsOf } from '../../src/db/db.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { readMessage, readPending } from '../../src/outbox/read-messages.ts';
import { resendTrouble } from '../../src/outbox/trouble.ts';
import { say, type MessageKind, type Say } from '../../src/outbox/say.ts';
import { sha256 } from '../../src/shared/ids.ts';
import { createSlack } from '../../src/slack/create-slack.ts';
import type { Tuning } from '../../src/slack/tuning.ts';
import { useDatabase } from '../support/database.ts';
import { depsFor, fast, listeningLog, runSlack, until } from './support.ts';
import { stubVerbs } from './stub-verbs.ts';
import * as samples from './samples.ts';

const test = useDatabase('postgres');
const inDays = { now: '2001-06-18T14:00:00Z' };
let running: Awaited<ReturnType<typeof runSlack>>;
let log: ReturnType<typeof listeningLog>;

beforeEach(async () => {
  log = listeningLog();
  running = await runSlack(test.database.db, { deps: { log } });
});
afterEach(async () => {
  await running.stop();
  await test.clear();
});

let said = 0;
/** Says a notice in a channel, or another message; returns its outbox id. */
async function tell(text: string, more: Partial<Say<MessageKind>> = {}): Promise<string> {
  const message = {
    kind: 'notice',
    data: { text },
    destination: 'C0HEALTH',
    dedupeKey: `t${said++}`,
    ...more,
  } as Say<MessageKind>;
  return (await write(test.ctx(inDays), (w) => say(w, message)))!;
}
const row = async (id: string) => (await readMessage(test.ctx(), id))!;
const texts = (channel = 'C0HEALTH') => running.messages(channel).map((message) => message.text);
const faults = (...list: object[]) => running.control('PUT', 'faults', { faults: list });
const edition = { kind: 'edition', data: { editionId: samples.edition.editionId } } as const;

describe('a message of the outbox', () => {
  it('is sent once, and kept with Slack’s ts, the exact text sent and its hash', async () => {
    const id = await tell('one');
    await running.slack.sender.drain();
    await running.slack.sender.drain();
    const [message] = running.messages('C0HEALTH');
    expect(texts()).toEqual(['one']);
    const sent = await row(id);
    expect(sent).toMatchObject({
      state: 'sent',
      slackChannel: 'C0HEALTH',
      slackTs: message!.ts,
      claimedAt: null,
      doubtful: false,
    });
    expect(JSON.parse(sent.payload!)).toMatchObject({
      text: 'one',
      metadata: { event_type: 'leeway_message', event_payload: { outbox_id: id } },
    });
    expect(sent.payloadHash).toBe(sha256(sent.payload!));
  });

  it('goes to a person as a direct message, to a thread, and in place of another', async () => {
    const parent = await tell('parent');
    const reply = await tell('reply', { threadOf: parent });
    const direct = await tell('direct', { destination: 'person:dana' });
    const better = await tell('better', { updates: parent });
    // A slow machine may let a call time out: what waits for its next try is sent at a later drain.
    await until(async () => {
      await running.slack.sender.drain();
      return (await readPending(test.ctx())).waiting === 0;
    });
    const at = (await row(parent)).slackTs;
    expect(running.messages('C0HEALTH')).toMatchObject([
      { text: 'better', ts: at },
      { text: 'reply', threadTs: at },
    ]);
    expect((await row(better)).slackTs).toBe(at);
    expect((await row(reply)).state).toBe('sent');
    expect((await row(direct)).slackChannel).toMatch(/^D/);
  });

  it('waits for its turn in a channel while other channels go on', async () => {
    await faults({ kind: 'http_500', method: 'chat.postMessage', remaining: 1 });
    const first = await tell('first');
    const second = await tell('second');
    await running.slack.sender.drain();
    const other = await tell('other', { destination: 'C0FLIGHT' });
    for (const _try of [1, 2, 3]) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await running.slack.sender.drain();
    }
    expect(texts()).toEqual(['first', 'second']);
    expect([await row(first), await row(second), await row(other)].map((one) => one.state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('is not held up by a slow one to another destination', async () => {
    await faults({ kind: 'timeout_after_acceptance', method: 'chat.postMessage', remaining: 1, seconds: 30 });
    const slow = await tell('slow');
    const draining = running.slack.sender.drain();
    await until(() => texts().includes('slow'));
    await tell('quick', { destination: 'C0FLIGHT' });
    await until(() => texts('C0FLIGHT').includes('quick'));
    expect((await row(slow)).state).toBe('claimed');
    await draining;
  });
});

describe('a doubtful outcome', () => {
  it('is looked up and not sent again: the answer was lost', async () => {
    await faults({ kind: 'timeout_after_acceptance', method: 'chat.postMessage', remaining: 1, seconds: 5 });
    const id = await tell('once');
    await until(async () => (await running.slack.sender.drain(), (await row(id)).state === 'sent'));
    expect(texts()).toEqual(['once']);
    expect((await row(id)).slackTs).toBe(running.messages('C0HEALTH')[0]!.ts);
    expect(running.slack.counters).toMatchObject({ lookedFor: 1, foundSent: 1 });
  });

  it('is sent again when Slack does not have it: the connection was cut before', async () => {
    await faults({ kind: 'cut', method: 'chat.postMessage', remaining: 1 });
    const id = await tell('once');
    await until(async () => (await running.slack.sender.drain(), (await row(id)).state === 'sent'));
    expect(texts()).toEqual(['once']);
    expect(running.slack.counters).toMatchObject({ lookedFor: 1, foundSent: 0 });
  });

  it('of a process that died between sending and recording leaves one message', async () => {
    const id = await tell('once');
    await running.slack.sender.drain();
    // As if the process had ended before it recorded the answer: claimed, its lease long over.
    await test.database.db.execute(
      sql`update outbox_message set state = 'claimed', claimed_at = '2001-01-01', slack_ts = null, slack_channel = null`,
    );
    await running.slack.sender.drain();
    expect(texts()).toEqual(['once']);
    expect(await row(id)).toMatchObject({ state: 'sent', slackTs: running.messages('C0HEALTH')[0]!.ts });
  });

  it('in a thread is looked for in the thread', async () => {
    const parent = await tell('parent');
    await running.slack.sender.drain();
    await faults({ kind: 'timeout_after_acceptance', method: 'chat.postMessage', remaining: 1, seconds: 5 });
    const id = await tell('reply', { threadOf: parent });
    await until(async () => (await running.slack.sender.drain(), (await row(id)).state === 'sent'));
    expect(texts()).toEqual(['parent', 'reply']);
  });

  it('waits for the operator where looking is not allowed', async () => {
    await running.stop();
    running = await runSlack(test.database.db, { deps: { log }, sandbox: { scopes: ['chat:write'] } });
    await faults({ kind: 'timeout_after_acceptance', method: 'chat.postMessage', remaining: 1, seconds: 5 });
    const id = await tell('once');
    await until(async () => (await running.slack.sender.drain(), (await row(id)).state === 'parked'));
    expect((await row(id)).lastError).toMatch(/may not read.*may have arrived/);
    expect(texts()).toEqual(['once']);
  });
});

describe('a direct message', () => {
  it('goes to the account that the person has now, not to the one that had their earlier ones', async () => {
    let account = 'U0EXPERT';
    const slack = createSlack(
      depsFor(test.database.db, `${running.base}/slack/api/`, stubVerbs(), { slackUserOf: async () => account }),
    );
    const letter = await tell('to a wrong account', { destination: 'person:dana' });
    await tell('to a wrong account again', { destination: 'person:dana', threadOf: letter });
    await until(async () => (await slack.sender.drain(), (await readPending(test.ctx())).waiting === 0));
    account = 'U0EXEC';
    await tell('for Dana alone', { destination: 'person:dana' });
    await tell('what follows is too', { destination: 'person:dana', threadOf: letter });
    await until(async () => (await slack.sender.drain(), (await readPending(test.ctx())).waiting === 0));
    const chats = running.sandbox.state().channels.filter((one) => one.id.startsWith('D') && one.messages.length > 0);
    const byFirst = ([a = '']: string[], [b = '']: string[]) => a.localeCompare(b);
    expect(chats.map((one) => one.messages.map((message) => message.text)).toSorted(byFirst)).toEqual([
      ['for Dana alone', 'what follows is too'],
      ['to a wrong account', 'to a wrong account again'],
    ]);
    await slack.stop();
  });
});

describe('a direct message of doubtful outcome', () => {
  const doubtful = () => faults({ kind: 'timeout_after_acceptance', method: 'chat.postMessage', remaining: 1, seconds: 5 });
  const direct = () => running.sandbox.state().channels.flatMap((one) => (one.id.startsWith('D') ? one.messages : []));

  it('is looked for in the chat that is known from an earlier one', async () => {
    await tell('before', { destination: 'person:dana' });
    await running.slack.sender.drain();
    await doubtful();
    const id = await tell('once', { destination: 'person:dana' });
    await until(async () => (await running.slack.sender.drain(), (await row(id)).state === 'sent'));
    expect(direct().map((message) => message.text)).toEqual(['before', 'once']);
  });

  it('that is the first to a person waits for the operator, and is not sent twice', async () => {
    await doubtful();
    const id = await tell('once', { destination: 'person:dana' });
    await until(async () => (await running.slack.sender.drain(), (await row(id)).state === 'parked'));
    expect((await row(id)).lastError).toContain('where Leeway cannot look');
    expect(direct()).toHaveLength(1);
  });
});

describe('two senders', () => {
  it('send each message once and keep the order of each channel', async () => {
    const apiUrl = `${running.base}/slack/api/`;
    const other = createSlack(depsFor(test.database.db, apiUrl, stubVerbs()));
    const channels = ['C0HEALTH', 'C0FLIGHT', 'C0DATASCI'];
    for (let index = 0; index < 30; index++) await tell(`${index}`, { destination: channels[index % 3]! });
    const both = () => Promise.all([running.slack.sender.drain(), other.sender.drain()]);
    await until(async () => (await both(), (await readPending(test.ctx())).waiting === 0));
    for (const [offset, channel] of channels.entries()) {
      expect(texts(channel)).toEqual(Array.from({ length: 10 }, (_, index) => `${index * 3 + offset}`));
    }
    await other.stop();
  });

  it('space the messages of a channel together', async () => {
    const apiUrl = `${running.base}/slack/api/`;
    const paced = () => createSlack(depsFor(test.database.db, apiUrl, stubVerbs(), { tuning: { paceMs: 60 } }));
    const pair = [paced(), paced()];
    const ids: string[] = [];
    for (let index = 0; index < 6; index++) ids.push(await tell(`${index}`));
    await until(
      async () => (await Promise.all(pair.map((one) => one.sender.drain())), (await readPending(test.ctx())).waiting === 0),
    );
    const times = await Promise.all(ids.map(async (id) => (await row(id)).sentAt!.getTime()));
    for (let index = 1; index < 6; index++) expect(times[index]! - times[index - 1]!).toBeGreaterThanOrEqual(60);
    await Promise.all(pair.map((one) => one.stop()));
  });
});

describe('Slack’s refusal', () => {
  it('to take more is waited out for as long as it asks', async () => {
    await faults({ kind: 'rate_limited', method: 'chat.postMessage', remaining: 1, seconds: 7 });
    const id = await tell('later');
    const before = Date.now();
    await running.slack.sender.drain();
    const { state, doubtful, nextTryAt } = await row(id);
    expect({ state, doubtful }).toEqual({ state: 'queued', doubtful: false });
    expect(nextTryAt!.getTime() - before).toBeGreaterThanOrEqual(7000);
    expect(nextTryAt!.getTime() - before).toBeLessThan(12_000);
    expect(texts()).toEqual([]);
  });

  it.each([
    ['channel_not_found', 'C0HEALTH', 'leeway.yml', ['elsewhere']],
    ['token_revoked', '*', 'SLACK_BOT_TOKEN', []],
  ] as const)('%s holds what would meet it too, until it is put right', async (kind, scope, remedy, elsewhere) => {
    await faults({ kind, method: 'chat.postMessage', remaining: 1 });
    const id = await tell('first');
    await tell('second');
    await running.slack.sender.drain();
    await tell('elsewhere', { destination: 'C0FLIGHT' });
    await running.slack.sender.drain();
    expect(await row(id)).toMatchObject({ state: 'queued', attempts: 0, lastError: expect.stringContaining(remedy) });
    expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
    expect(running.slack.counters).toMatchObject({ parked: 0, held: 1 });
    expect([texts(), texts('C0FLIGHT')]).toEqual([[], elsewhere]);
    await resendTrouble(test.ctx(), { key: `hold:${scope}` });
    await until(async () => (await running.slack.sender.drain(), texts().length === 2));
    expect(texts()).toEqual(['first', 'second']);
  });

  it('of one message for its own sake parks it with what to do, and lets the next one pass', async () => {
    await faults({ kind: 'msg_blocks_too_long', method: 'chat.postMessage', remaining: 1 });
    const id = await tell('bad');
    await tell('good');
    await running.slack.sender.drain();
    expect(await row(id)).toMatchObject({
      state: 'parked',
      cause: 'msg_blocks_too_long',
      lastError: expect.stringContaining('report it'),
    });
    expect(log.lines.filter((line) => line.level === 'error')).toHaveLength(1);
    expect(running.slack.counters.parked).toBe(1);
    expect(texts()).toEqual(['good']);
  });

  it('is told to the operators also where the database was away as the message was parked', async () => {
    await faults({ kind: 'msg_blocks_too_long', method: 'chat.postMessage', remaining: 1 });
    const { db } = test.database;
    // Jobs outlive a test, for they are in a schema of their own.
    await db.execute(sql`delete from pgboss.job where name = 'outbox-trouble'`);
    let isAway = true;
    const sometimes = new Proxy(db, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (name !== 'transaction' || !isAway) return value;
        isAway = false;
        return () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' }));
      },
    });
    const slack = createSlack(depsFor(sometimes, `${running.base}/slack/api/`, stubVerbs(), { log }));
    const id = await tell('bad');
    await slack.sender.drain();
    expect([(await row(id)).state, isAway, slack.counters.parked]).toEqual(['parked', false, 1]);
    const jobs = await db.execute(
      sql`select data from pgboss.job where name = 'outbox-trouble' and data ->> 'cause' is not null`,
    );
    expect(rowsOf(jobs)).toEqual([{ data: { cause: 'msg_blocks_too_long' } }]);
    await slack.stop();
  });

  it('again and again parks the message in the end', async () => {
    const few = createSlack(
      depsFor(test.database.db, `${running.base}/slack/api/`, stubVerbs(), { tuning: { ...fast, maxAttempts: 3 } }),
    );
    await faults({ kind: 'http_500', method: 'chat.postMessage', remaining: null });
    const id = await tell('never');
    await until(async () => (await few.sender.drain(), (await row(id)).state === 'parked'));
    expect(await row(id)).toMatchObject({ attempts: 3, lastError: expect.stringContaining('after 3 tries') });
    await few.stop();
  });

  it('of a person without a Slack user says so', async () => {
    const id = await tell('hello', { destination: 'person:nobody' });
    await running.slack.sender.drain();
    expect((await row(id)).lastError).toContain('no Slack user');
  });
});

describe('a message that cannot be made for a fault of ours', () => {
  const sendWith = (thrown: () => Error, tuning: Partial<Tuning> = {}) => {
    const stub = stubVerbs({ edition: async () => Promise.reject(thrown()) });
    return createSlack(depsFor(test.database.db, `${running.base}/slack/api/`, stub, { log, tuning: { ...fast, ...tuning } }));
  };

  it('is set aside after some tries, and the channel goes on', async () => {
    const slack = sendWith(() => new TypeError('undefined is no function'));
    const id = await tell('', edition);
    await tell('behind it');
    await until(async () => (await slack.sender.drain(), texts().length === 1));
    expect(await row(id)).toMatchObject({ state: 'parked', cause: 'fault', attempts: 8 });
    expect(texts()).toEqual(['behind it']);
    await slack.stop();
  });

  it('has all its tries where it is the database that does not answer', async () => {
    const slack = sendWith(() => Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' }), { maxAttempts: 12 });
    const id = await tell('', edition);
    await until(async () => (await slack.sender.drain(), (await row(id)).state === 'parked'));
    expect(await row(id)).toMatchObject({ attempts: 12, cause: 'given_up' });
    await slack.stop();
  });
});

describe('a message that breaks a limit', () => {
  it('never leaves', async () => {
    const headline = { mrkdwn: 'x' };
    const long = stubVerbs({
      edition: async () => ({
        view: { ...samples.edition, headline, paragraphs: Array.from({ length: 6 }, () => ({ text: 'y'.repeat(2900) })) },
      }),
    });
    const slack = createSlack(depsFor(test.database.db, `${running.base}/slack/api/`, long));
    const id = await tell('', edition);
    await slack.sender.drain();
    expect(await row(id)).toMatchObject({ state: 'parked', lastError: expect.stringContaining('12000 are allowed') });
    expect(texts()).toEqual([]);
    await slack.stop();
  });
});

describe('a chart', () => {
  const input = { chart: 'sparkline' as const, alt: 'Typical miss by week, rising', values: [1, 2, 3, 5] };
  const withChart = (values = input.values) =>
    stubVerbs({
      edition: async () => ({ view: samples.edition, chart: { input: { ...input, values }, title: 'Typical miss rises' } }),
    });
  const send = async (stub = withChart()) => {
    const slack = createSlack(depsFor(test.database.db, `${running.base}/slack/api/`, stub));
    const id = await tell('', edition);
    await until(async () => (await slack.sender.drain(), (await row(id)).state !== 'queued'));
    await slack.stop();
    return {
      slack,
      id,
      blocks: running.messages('C0HEALTH')[0]?.blocks as { type: string; slack_file?: object; alt_text?: string }[],
    };
  };

  it('is uploaded first and stands after the paragraphs, its alt text stating the finding', async () => {
    const { id, blocks } = await send();
    expect(blocks[3]).toMatchObject({ type: 'image', slack_file: { id: (await row(id)).fileId }, alt_text: input.alt });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['its upload is not ready in time', () => faults({ kind: 'slow_upload', method: '*', remaining: 1 })],
    ['its upload fails', () => faults({ kind: 'http_500', method: 'files.getUploadURLExternal', remaining: 1 })],
  ])('is left out when %s, and the message goes', async (_why, make) => {
    await make();
    const { slack, blocks } = await send();
    expect(blocks.map((block) => block.type)).not.toContain('image');
    expect(slack.counters.withoutImage).toBe(1);
  });

  it('that cannot be drawn is left out, and the message goes', async () => {
    const { blocks } = await send(withChart([1]));
    expect(blocks.map((block) => block.type)).not.toContain('image');
  });

  it('for which Slack refuses the whole message is taken out of it', async () => {
    // The file of an earlier try is gone when the message names it.
    const { id } = await send();
    await test.database.db.execute(
      sql`update outbox_message set state = 'queued', payload = replace(payload, file_id, 'F0GONE'), file_id = 'F0GONE'`,
    );
    const slack = createSlack(depsFor(test.database.db, `${running.base}/slack/api/`, withChart()));
    await slack.sender.drain();
    expect(await row(id)).toMatchObject({ state: 'sent', fileId: null });
    expect(slack.counters.withoutImage).toBe(1);
    expect(JSON.stringify(running.messages('C0HEALTH')[1]!.blocks)).not.toContain('F0GONE');
    await slack.stop();
  });
});

describe('a message in flight at its second try', () => {
  it('is nothing that another process waits for', async () => {
    const id = await tell('again');
    const late = new Date(Date.now() - 60_000);
    await test.database.db.update(outboxMessage).set({ state: 'claimed', claimedAt: new Date(), attempts: 2, nextTryAt: late });
    expect(await readPending(test.ctx())).toEqual({ waiting: 1, nextTryAt: null });
    await test.database.db.update(outboxMessage).set({ state: 'queued', claimedAt: null });
    expect((await readPending(test.ctx())).nextTryAt).toEqual(late);
    expect((await row(id)).attempts).toBe(2);
  });
});

describe('a running sender', () => {
  it('sends what is written while it runs, and stops when told', async () => {
    running.slack.sender.start();
    await tell('live');
    await until(() => texts().includes('live'));
    await running.slack.sender.stop();
    const id = await tell('too late');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect((await row(id)).state).toBe('queued');
  });
});
