import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTickets } from '../../src/sandbox/tickets.ts';
import { refused, runBolt, until } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const modal = (more = {}) => ({ type: 'modal' as const, title: plain('Title'), blocks: [{ type: 'divider' as const }], ...more });
let running: Awaited<ReturnType<typeof runBolt>>;
let trigger: string;

beforeEach(async () => {
  trigger = '';
  running = await runBolt((app) => {
    app.command('/leeway', async ({ ack, command }) => {
      await ack();
      trigger = command.trigger_id;
    });
  });
  await running.control('POST', 'commands', { as: 'U0EXEC', channel: 'C0HEALTH', command: '/leeway' });
  await until(() => trigger !== '');
});
afterEach(() => running.stop());
const open = (view: unknown = modal()) => running.client.views.open({ trigger_id: trigger, view: view as never });

it('a trigger can be exchanged once', async () => {
  await open();
  expect((await refused(open())).error).toBe('exchanged_trigger_id');
});

it('a trigger expires after three seconds of real time', async () => {
  running.wait(3001);
  expect((await refused(open())).error).toBe('expired_trigger_id');
});

it('an invented trigger is refused', async () => {
  trigger = '1.2';
  expect((await refused(open())).error).toBe('invalid_trigger_id');
});

it.each([
  ['a title of 25 characters', { title: plain('x'.repeat(25)) }, '/view/title/text'],
  ['private_metadata of 3,001', { private_metadata: 'x'.repeat(3001) }, '/view/private_metadata'],
  [
    'inputs without a submit button',
    { blocks: [{ type: 'input', label: plain('x'), element: { type: 'plain_text_input' } }] },
    '/view/submit',
  ],
])('refuses %s', async (_, more, at) => {
  const { messages } = await refused(open(modal(more)));
  expect(messages[0]).toContain(`[json-pointer:${at}]`);
});

it('an update with an old hash is refused', async () => {
  const first = await open();
  const { id, hash } = first.view as { id: string; hash: string };
  const update = () => running.client.views.update({ view_id: id, hash, view: modal() });
  await update();
  expect((await refused(update())).error).toBe('hash_conflict');
});

it('App Home is published with a hash check, and keeps its id', async () => {
  const publish = (hash?: string) =>
    running.client.views.publish({
      user_id: 'U0EXEC',
      view: { type: 'home', blocks: [] },
      ...(hash === undefined ? {} : { hash }),
    });
  const first = (await publish()).view as { id: string; hash: string };
  const second = (await publish(first.hash)).view as { id: string };
  expect(second.id).toBe(first.id);
  expect((await refused(publish(first.hash))).error).toBe('hash_conflict');
});

it('a response URL ends after 30 minutes', () => {
  let now = 0;
  const tickets = createTickets(() => now);
  const id = tickets.newResponse({ user: 'U0EXEC', channel: 'C0HEALTH', original: undefined });
  now = 30 * 60_000;
  expect(tickets.useResponse(id)).toMatchObject({ user: 'U0EXEC' });
  now++;
  expect(tickets.useResponse(id)).toBe('expired_url');
});
