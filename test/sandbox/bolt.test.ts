import type { App } from '@slack/bolt';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runBolt, until } from './support.ts';

const channel = 'C0HEALTH';
const heard: Record<string, any>[] = [];
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = {
  type: 'modal' as const,
  callback_id: 'flag',
  title: plain('Flag a problem'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'what',
      label: plain('What happened'),
      element: { type: 'plain_text_input' as const, action_id: 'text', multiline: true },
    },
    {
      type: 'input' as const,
      block_id: 'week',
      optional: true,
      label: plain('Week'),
      element: { type: 'static_select' as const, action_id: 'pick', options: [{ text: plain('This week'), value: 'this' }] },
    },
  ],
};

function register(app: App): void {
  app.command('/leeway', async ({ ack, command, client, respond }) => {
    if (command.text === 'slow') return;
    await ack(command.text === 'say' ? { text: 'said at once' } : undefined);
    heard.push(command);
    if (command.text === 'open') await client.views.open({ trigger_id: command.trigger_id, view: modal });
    if (command.text === 'respond')
      for (const text of ['1', '2', '3', '4', '5', '6'])
        await respond(text).catch((error: unknown) => heard.push({ error: String(error) }));
  });
  app.action('approve', async ({ ack, body, client }) => {
    await ack();
    heard.push(body);
    const { channel: place, message } = body as unknown as { channel: { id: string }; message: { ts: string } };
    await client.chat.update({ channel: place.id, ts: message.ts, text: 'approved', blocks: [] });
  });
  app.view('flag', async ({ ack, view, body }) => {
    heard.push(body);
    const text = view.state.values['what']?.['text']?.value;
    await (text === 'no' ? ack({ response_action: 'errors', errors: { what: 'Say more.' } }) : ack());
  });
  app.view({ callback_id: 'flag', type: 'view_closed' }, async ({ ack, body }) => {
    await ack();
    heard.push(body);
  });
  app.event('app_mention', async ({ event, say }) => {
    heard.push(event);
    await say({ text: 'here', thread_ts: event.ts });
  });
  app.event('message', async ({ event }) => void heard.push(event));
  app.event('app_home_opened', async ({ event, client }) => {
    await client.views.publish({
      user_id: event.user,
      view: { type: 'home', blocks: [{ type: 'section', text: plain('Nothing waits for you.') }] },
    });
  });
  app.shortcut('ask', async ({ ack, body }) => {
    await ack();
    heard.push(body);
  });
}

let running: Awaited<ReturnType<typeof runBolt>>;
beforeAll(async () => void (running = await runBolt(register, { ackTimeoutMs: 500 })));
afterAll(() => running.stop());
beforeEach(() => void (heard.length = 0));
const messages = async (as = 'U0EXEC', place = channel) =>
  (await running.control('GET', `channels/${place}/messages?as=${as}`)).json['messages'] as Record<string, any>[];
const command = (text: string, as = 'U0EXEC') => running.control('POST', 'commands', { as, channel, command: '/leeway', text });
const views = async (as = 'U0EXEC') => (await running.control('GET', `views?as=${as}`)).json['views'] as Record<string, any>[];

describe('slash commands', () => {
  it('reach Bolt signed, and its immediate answer is seen by that person only', async () => {
    expect((await command('say')).json['ok']).toBe(true);
    expect((await messages()).at(-1)).toMatchObject({ text: 'said at once', ephemeral: true });
    expect((await messages('U0DATA')).some((message) => message['text'] === 'said at once')).toBe(false);
    expect(heard[0]).toMatchObject({ user_id: 'U0EXEC', channel_name: 'model-health', command: '/leeway' });
  });

  it('that are not acknowledged in time say so to that person', async () => {
    const { status, json } = await command('slow');
    expect([status, json['error']]).toEqual([504, 'operation_timeout']);
    expect((await messages()).at(-1)).toMatchObject({ ephemeral: true, text: expect.stringContaining('operation_timeout') });
  });

  it('give a response_url that works five times', async () => {
    await command('respond');
    await until(() => heard.some((entry) => 'error' in entry));
    expect((await messages()).slice(-5).map((message) => message['text'])).toEqual(['1', '2', '3', '4', '5']);
  });
});

describe('clicks', () => {
  it('carry the whole message, and the update is seen', async () => {
    const button = {
      type: 'button' as const,
      action_id: 'approve',
      text: plain('Approve'),
      value: 'v2',
      style: 'primary' as const,
    };
    const { ts } = await running.client.chat.postMessage({
      channel,
      text: 'Approve?',
      blocks: [{ type: 'actions', block_id: 'vote', elements: [button] }],
    });
    const click = { as: 'U0ENG', container: { kind: 'message', channel, ts }, blockId: 'vote', actionId: 'approve' };
    expect((await running.control('POST', 'actions', click)).json['ok']).toBe(true);
    expect(heard[0]).toMatchObject({
      type: 'block_actions',
      user: { id: 'U0ENG', team_id: 'T0LEEWAY' },
      message: { ts, text: 'Approve?', blocks: [{ block_id: 'vote' }] },
      actions: [{ action_id: 'approve', block_id: 'vote', value: 'v2' }],
    });
    await until(async () => (await messages()).find((message) => message['ts'] === ts)?.['text'] === 'approved');
  });
});

describe('modals', () => {
  const open = async () => {
    await command('open');
    await until(async () => (await views()).length === 1);
    return (await views())[0]?.['id'] as string;
  };
  const submit = (id: string, values: unknown) => running.control('POST', `views/${id}/submit`, { as: 'U0EXEC', values });

  it('are submitted with their values and close', async () => {
    const id = await open();
    const { json } = await submit(id, { what: { text: 'late again' }, week: { pick: 'this' } });
    expect(json).toMatchObject({ ok: true, closed: true });
    expect(heard.at(-1)).toMatchObject({
      type: 'view_submission',
      view: {
        state: { values: { what: { text: { value: 'late again' } }, week: { pick: { selected_option: { value: 'this' } } } } },
      },
    });
    expect(await views()).toEqual([]);
  });

  it('show the errors that the app answers, and keep what was typed', async () => {
    const id = await open();
    expect((await submit(id, { what: { text: 'no' } })).json).toMatchObject({ closed: false, errors: { what: 'Say more.' } });
    expect((await views())[0]?.['html']).toContain('>no</textarea>');
    await running.control('POST', `views/${id}/close`, { as: 'U0EXEC' });
    await until(() => heard.at(-1)?.['type'] === 'view_closed');
  });

  it('refuse a missing required field before the app hears of it', async () => {
    const id = await open();
    heard.length = 0;
    expect((await submit(id, {})).json['errors']).toHaveProperty('what');
    expect(heard).toEqual([]);
  });
});

describe('events', () => {
  it('deliver a mention as message and as app_mention, and the reply stands in the thread', async () => {
    const { json } = await running.control('POST', 'messages', {
      as: 'U0EXPERT',
      channel,
      text: '@Leeway how is <b>flight-delay</b>?',
    });
    await until(
      () => heard.some((event) => event['type'] === 'app_mention') && heard.some((event) => event['type'] === 'message'),
    );
    expect(heard[0]?.['text']).toBe('<@U0LEEWAY> how is &lt;b&gt;flight-delay&lt;/b&gt;?');
    await until(async () => {
      const thread = await running.control('GET', `channels/${channel}/threads/${json['ts']}?as=U0EXPERT`);
      return thread.json['messages'].length === 2;
    });
  });

  it('deliver direct messages with their kind', async () => {
    await running.control('POST', 'messages', { as: 'U0DATA', channel: 'D0DATA', text: 'hello' });
    await until(() => heard.some((event) => event['channel_type'] === 'im'));
    expect((await running.control('GET', 'channels/D0DATA/messages?as=U0EXEC')).status).toBe(404);
  });

  it('publish App Home when it is opened', async () => {
    expect((await running.control('POST', 'home/open', { as: 'U0COMP' })).json['ok']).toBe(true);
    await until(async () => (await running.control('GET', 'home?as=U0COMP')).json['html'].includes('Nothing waits for you.'));
  });

  it('deliver shortcuts on a message', async () => {
    const ts = (await messages()).find((message) => !message['ephemeral'])?.['ts'] as string;
    await running.control('POST', 'shortcuts', { as: 'U0EXEC', channel, ts, callbackId: 'ask' });
    expect(heard.at(-1)).toMatchObject({ type: 'message_action', callback_id: 'ask', message: { ts } });
  });
});
