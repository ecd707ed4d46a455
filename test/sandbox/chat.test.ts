import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebClient } from '@slack/web-api';
import { botToken, refused, type Running, runSandbox } from './support.ts';

let running: Running;
beforeAll(async () => void (running = await runSandbox()));
afterAll(() => running.stop());
const channel = 'C0HEALTH';
const section = { type: 'section', text: { type: 'mrkdwn', text: 'hello' } };
const post = (more: Record<string, unknown>) => running.client.chat.postMessage({ channel, text: 'hello', ...more } as never);

describe('chat.postMessage', () => {
  it('stores a message at domain time, with ids for blocks that have none', async () => {
    const first = await post({ blocks: [section] });
    const second = await post({});
    expect(first.ts).toMatch(/^992872800\.\d{6}$/);
    expect(Number(second.ts)).toBeGreaterThan(Number(first.ts));
    expect(first.message?.blocks?.[0]?.block_id).toMatch(/\S+/);
  });

  it('opens the direct message of a person by user id', async () => {
    expect((await post({ channel: 'U0EXEC' })).channel).toBe('D0EXEC');
  });

  it.each([
    ['an unknown channel', { channel: 'C0NOWHERE' }, 'channel_not_found'],
    ['an unknown thread', { thread_ts: '1.000000' }, 'thread_not_found'],
    ['no text beside blocks', { text: '', blocks: [section] }, 'no_text'],
    ['a text over 4,000 characters', { text: 'x'.repeat(4001) }, 'msg_too_long'],
    ['an argument that Slack does not know', { txet: 'x' }, 'invalid_arguments'],
    ['blocks that are no list', { blocks: { type: 'section' } }, 'invalid_blocks_format'],
  ])('refuses %s', async (_, args, error) => {
    expect((await refused(post(args))).error).toBe(error);
  });

  it('finds a message again by its metadata', async () => {
    const { ts } = await post({ metadata: { event_type: 'outbox', event_payload: { id: 'o1' } } });
    const plain = await running.client.conversations.history({ channel, oldest: '992872799', limit: 1 });
    const full = await running.client.conversations.history({
      channel,
      oldest: '992872799',
      include_all_metadata: true,
      limit: 1,
    });
    expect(plain.messages?.[0]?.metadata).toBeUndefined();
    expect(full.messages?.[0]).toMatchObject({ ts, metadata: { event_payload: { id: 'o1' } } });
  });

  it('pages through the history, newest first', async () => {
    const seen: (string | undefined)[] = [];
    for await (const page of running.client.paginate('conversations.history', { channel, limit: 2 })) {
      seen.push(...((page as { messages?: { ts?: string }[] }).messages ?? []).map((message) => message.ts));
    }
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((a, b) => Number(b) - Number(a)));
  });
});

describe('other people’s messages', () => {
  it('cannot be updated or deleted by the app', async () => {
    const { json } = await running.control('POST', 'messages', { as: 'U0EXEC', channel, text: 'mine' });
    const ts = json['ts'] as string;
    expect((await refused(running.client.chat.update({ channel, ts, text: 'x' }))).error).toBe('cant_update_message');
    expect((await refused(running.client.chat.delete({ channel, ts }))).error).toBe('cant_delete_message');
    expect((await refused(running.client.chat.update({ channel, ts: '1.000000', text: 'x' }))).error).toBe('message_not_found');
  });

  it('are not posted to where the app is no member', async () => {
    const other = await runSandbox({ channels: [{ id: 'C0SECRET', name: 'secret', topic: '', members: ['U0EXEC'] }] });
    expect((await refused(other.client.chat.postMessage({ channel: 'C0SECRET', text: 'x' }))).error).toBe('not_in_channel');
    await other.stop();
  });
});

describe('access', () => {
  const withToken = (token: string | undefined) =>
    new WebClient(token, { slackApiUrl: `${running.base}/slack/api/`, retryConfig: { retries: 0 } });

  it('needs the right token', async () => {
    expect((await refused(withToken('xoxb-other').auth.test())).error).toBe('invalid_auth');
    expect((await refused(withToken(undefined).auth.test())).error).toBe('not_authed');
    expect(await withToken(undefined).auth.test({ token: botToken })).toMatchObject({ user_id: 'U0LEEWAY', bot_id: 'B0LEEWAY' });
  });

  it('names the scope that is missing', async () => {
    const call = running.client.reactions.add({ channel, timestamp: '1.000000', name: 'eyes' });
    await expect(call).rejects.toMatchObject({ data: { error: 'missing_scope', needed: 'reactions:write' } });
  });

  it('does not know other methods', async () => {
    expect((await refused(running.client.apiCall('chat.scheduleMessage', {}))).error).toBe('unknown_method');
  });
});

describe('rate limits', () => {
  it('answers 429 with Retry-After when a channel gets more than about a message a second', async () => {
    const paced = await runSandbox({ pacing: true });
    const send = () => paced.client.chat.postMessage({ channel, text: 'x' });
    for (let count = 0; count < 5; count++) await send();
    await expect(send()).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 1 });
    await paced.client.chat.postMessage({ channel: 'C0FLIGHT', text: 'another channel is not held up' });
    paced.wait(1100);
    await send();
    await paced.stop();
  });
});
