import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { write } from '../../src/audit/write.ts';
import { readMessage } from '../../src/outbox/read-messages.ts';
import { refreshShowing } from '../../src/outbox/refresh-messages.ts';
import { say, type MessageKind, type Say } from '../../src/outbox/say.ts';
import { useDatabase } from '../support/database.ts';
import { listeningLog, runSlack, until } from './support.ts';
import { stubVerbs } from './stub-verbs.ts';
import * as samples from './samples.ts';

const test = useDatabase('postgres');
const inDays = { now: '2001-06-18T14:00:00Z' };
let running: Awaited<ReturnType<typeof runSlack>>;
let log: ReturnType<typeof listeningLog>;
/** What an edition says at the moment; each is asked for as often as it is rendered. */
let now: Record<string, string>;
let rendered: string[];

const chart = { chart: 'sparkline' as const, alt: 'Typical miss by week, rising', values: [1, 2, 3, 5] };
const live = stubVerbs({
  edition: async (_ctx, id) => {
    rendered.push(id);
    return { view: { ...samples.edition, headline: now[id] ?? id }, chart: { input: chart, title: 'Typical miss rises' } };
  },
});

beforeEach(async () => {
  [now, rendered, log] = [{}, [], listeningLog()];
  running = await runSlack(test.database.db, {
    stub: live,
    deps: { log, tuning: { pollMs: 60_000, backoffBaseMs: 30_000, backoffMaxMs: 30_000 } },
  });
});
afterEach(async () => {
  await running.stop();
  await test.clear();
});

let said = 0;
const sayOne = (message: Partial<Say<MessageKind>>) =>
  write(test.ctx(inDays), (w) =>
    say(w, {
      kind: 'edition',
      data: { editionId: 'e1' },
      destination: 'C0HEALTH',
      dedupeKey: `t${said++}`,
      ...message,
    } as Say<MessageKind>),
  ) as Promise<string>;
const post = (editionId = 'e1') => sayOne({ data: { editionId }, shows: [`matter:of-${editionId}`] });
const edit = (updates: string, editionId = 'e1') => sayOne({ data: { editionId }, updates });
const notice = (text: string) => sayOne({ kind: 'notice', data: { text } });
const refresh = (editionId: string) => write(test.ctx(inDays), (w) => refreshShowing(w, `matter:of-${editionId}`));
const row = async (id: string) => (await readMessage(test.ctx(), id))!;
const texts = () => running.messages('C0HEALTH').map((message) => message.text);
const drain = () => running.slack.sender.drain();
const faults = (...list: object[]) => running.control('PUT', 'faults', { faults: list });
const calls = async (id: string) => (await row(id)).attempts;

describe('an edit', () => {
  it('shows the state of its sending, and of several that wait the newest is sent alone', async () => {
    const id = await post();
    await drain();
    const edits = [await edit(id), await edit(id), await edit(id)];
    now['e1'] = 'taken, then done';
    rendered = [];
    await drain();
    expect(texts()).toEqual(['taken, then done']);
    expect(rendered).toEqual(['e1']);
    const [first, second, last] = await Promise.all(edits.map(row));
    expect([first!.state, second!.state, last!.state]).toEqual(['dropped', 'dropped', 'sent']);
    expect(first!.lastError).toContain('later edit');
    expect(last!.slackTs).toBe((await row(id)).slackTs);
  });

  it('does not overtake the message, however long that waits', async () => {
    await faults({ kind: 'rate_limited', method: 'chat.postMessage', remaining: 1, seconds: 30 });
    const id = await post();
    await drain();
    now['e1'] = 'later';
    const after = await edit(id);
    await drain();
    expect((await row(after)).state).toBe('queued');
    expect(await calls(after)).toBe(0);
    await test.database.db.execute(sql`update outbox_message set next_try_at = null`);
    await drain();
    expect(texts()).toEqual(['later']);
    // The message itself said it already.
    expect(await row(after)).toMatchObject({ state: 'dropped', lastError: 'Nothing in the message had changed.' });
  });

  it('of a message that is parked falls away, and nobody has to act', async () => {
    await faults({ kind: 'msg_blocks_too_long', method: 'chat.postMessage', remaining: 1 });
    const id = await post();
    const after = await edit(id);
    await drain();
    expect((await row(id)).state).toBe('parked');
    expect(await row(after)).toMatchObject({ state: 'dropped', lastError: expect.stringContaining('never sent') });
    expect(running.slack.counters.parked).toBe(1);
  });

  it('that changes nothing calls nobody', async () => {
    const id = await post();
    await drain();
    await faults({ kind: 'http_500', method: 'chat.update', remaining: null });
    const same = await edit(id);
    await drain();
    expect(await row(same)).toMatchObject({ state: 'dropped', lastError: 'Nothing in the message had changed.' });
  });

  it('is sent again when nobody knows whether the one before it arrived', async () => {
    const id = await post();
    await drain();
    await faults({ kind: 'timeout_after_acceptance', method: 'chat.update', remaining: 1, seconds: 5 });
    now['e1'] = 'other';
    const lost = await edit(id);
    await drain();
    expect(await row(lost)).toMatchObject({ state: 'queued', doubtful: true });
    // What it says now was sent once; what Slack shows is “other”.
    now['e1'] = 'e1';
    await test.database.db.execute(sql`update outbox_message set next_try_at = null`);
    const back = await edit(id);
    await drain();
    expect((await row(back)).state).toBe('sent');
    expect(texts()).toEqual(['e1']);
  });

  it('of a message that was deleted is given up, with the reason', async () => {
    const id = await post();
    await drain();
    await running.client.chat.delete({ channel: 'C0HEALTH', ts: (await row(id)).slackTs! });
    now['e1'] = 'changed';
    const after = await edit(id);
    await drain();
    expect(await row(after)).toMatchObject({ state: 'dropped', lastError: expect.stringContaining('message_not_found') });
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
    expect(JSON.stringify(log.lines)).toContain('stays as it is');
  });

  it('is not held up by what waits to be posted in its channel', async () => {
    const id = await post();
    await drain();
    await faults({ kind: 'rate_limited', method: 'chat.postMessage', remaining: 1, seconds: 30 });
    const next = await notice('next');
    await drain();
    now['e1'] = 'edited meanwhile';
    await edit(id);
    await drain();
    expect(texts()).toEqual(['edited meanwhile']);
    expect((await row(next)).state).toBe('queued');
  });

  it('keeps the chart that stands in the message, drawn and uploaded once', async () => {
    const id = await post();
    await drain();
    await faults({ kind: 'http_500', method: 'files.getUploadURLExternal', remaining: null });
    now['e1'] = 'same chart';
    const after = await edit(id);
    await drain();
    expect((await row(after)).fileId).toBe((await row(id)).fileId);
    expect(JSON.stringify(running.messages('C0HEALTH')[0]!.blocks)).toContain((await row(id)).fileId);
  });

  it('of a reply stands in its thread after a restart of the sandbox', async () => {
    const parent = await notice('parent');
    const reply = await sayOne({ threadOf: parent });
    await drain();
    now['e1'] = 'new words';
    const after = await edit(reply);
    await drain();
    expect(JSON.parse((await row(after)).payload!)).toMatchObject({ thread_ts: (await row(parent)).slackTs });
  });
});

describe('what shows a matter', () => {
  it('is edited wherever it stands, and nothing else is', async () => {
    await post('a');
    await post('b');
    await sayOne({ data: { editionId: 'c' }, shows: ['matter:of-a', 'matter:of-c'], destination: 'C0FLIGHT' });
    await drain();
    now = { a: 'a: taken', b: 'b: unchanged', c: 'c: taken' };
    expect(await refresh('a')).toBe(2);
    await drain();
    expect(texts()).toEqual(['a: taken', 'b']);
    expect(running.messages('C0FLIGHT').map((message) => message.text)).toEqual(['c: taken']);
  });

  it('is edited at once by a running sender, which does not wait for its next look', async () => {
    running.slack.sender.start();
    const names = Array.from({ length: 20 }, (_, index) => `m${index}`);
    for (const name of names) await post(name);
    await until(() => texts().length === 20);
    for (const name of names) {
      now[name] = `${name} taken`;
      await refresh(name);
    }
    await until(() => texts().every((text) => text.endsWith('taken')));
    expect(texts()).toHaveLength(20);
  });
});
