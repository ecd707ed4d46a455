import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runBolt } from './support.ts';

let running: Awaited<ReturnType<typeof runBolt>>;
let clicks: { value: string; text: string; values: object }[];
beforeEach(async () => {
  clicks = [];
  running = await runBolt((app) => {
    app.action(/./, async ({ ack, body, action }) => {
      const { message, state } = body as never as { message?: { text: string }; state?: { values: object } };
      clicks.push({ value: (action as { value: string }).value, text: message?.text ?? '', values: state?.values ?? {} });
      await ack();
    });
  });
});
afterEach(() => running.stop());

const channel = 'C0HEALTH';
const button = (value: string, actionId = 'take') => ({
  type: 'actions',
  block_id: 'matter:1',
  elements: [{ type: 'button', action_id: actionId, text: { type: 'plain_text', text: 'Take it' }, value }],
});
const words = (text: string) => ({ type: 'section', block_id: 'words', text: { type: 'mrkdwn', text } });
const post = async (blocks: object[]) =>
  (await running.client.chat.postMessage({ channel, text: 'open', blocks: blocks as never })).ts!;
const edit = (ts: string, text: string, blocks: object[]) =>
  running.client.chat.update({ channel, ts, text, blocks: blocks as never });
const shown = async () => (await running.control('GET', `channels/${channel}/messages?as=U0EXEC`)).json['messages'][0];
const click = (ts: string, more: object = {}) =>
  running.control('POST', 'actions', {
    as: 'U0EXEC',
    container: { kind: 'message', channel, ts },
    blockId: 'matter:1',
    actionId: 'take',
    ...more,
  });

describe('a click on a message that was edited meanwhile', () => {
  it('is delivered although its button is gone, with the message as it is now', async () => {
    const ts = await post([button('1')]);
    const seen = (await shown()).revision;
    await edit(ts, 'taken', [words('Priya has it.')]);
    expect((await shown()).revision).not.toBe(seen);
    expect((await click(ts, { seen })).status).toBe(200);
    expect((await click(ts)).status).toBe(200);
    expect(clicks).toMatchObject([
      { value: '1', text: 'taken' },
      { value: '1', text: 'taken' },
    ]);
  });

  it('carries what the person saw, not what the button means since', async () => {
    const ts = await post([button('revision 1')]);
    const seen = (await shown()).revision;
    await edit(ts, 'changed', [button('revision 2')]);
    await click(ts, { seen });
    await click(ts, { seen: (await shown()).revision });
    expect(clicks.map((one) => one.value)).toEqual(['revision 1', 'revision 2']);
  });

  it('leaves out what was typed into a field that is gone', async () => {
    const field = {
      type: 'input',
      block_id: 'why',
      label: { type: 'plain_text', text: 'Why' },
      element: { type: 'plain_text_input', action_id: 'value' },
    };
    const ts = await post([button('1'), field]);
    await edit(ts, 'no field', [button('1')]);
    expect((await click(ts, { values: { why: { value: 'because' } } })).status).toBe(200);
    expect(clicks[0]!.values).toEqual({});
  });

  it('on something that was never there is refused', async () => {
    const ts = await post([button('1')]);
    await edit(ts, 'changed', [button('2')]);
    expect(await click(ts, { actionId: 'other' })).toMatchObject({ status: 404, json: { error: 'action_not_found' } });
    expect(clicks).toEqual([]);
  });
});

it('a click on a Home that was published anew meanwhile is delivered', async () => {
  const publish = (blocks: object[]) =>
    running.client.views.publish({ user_id: 'U0EXEC', view: { type: 'home', blocks: blocks as never } });
  await publish([button('1')]);
  const seen = (await running.control('GET', 'home?as=U0EXEC')).json['view'].hash;
  await publish([words('Done.')]);
  expect((await click('', { container: { kind: 'home' }, seen })).status).toBe(200);
  expect(clicks.map((one) => one.value)).toEqual(['1']);
});
