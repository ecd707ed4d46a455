import { afterEach, beforeEach, expect, it } from 'vitest';
import { refused, runBolt, until } from './support.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const form = (element: object = {}) => ({
  type: 'modal' as const,
  callback_id: 'table',
  title: plain('Table'),
  submit: plain('Keep'),
  blocks: [
    {
      type: 'input' as const,
      block_id: 'file',
      label: plain('File'),
      element: { type: 'file_input' as const, action_id: 'value', filetypes: ['csv'], max_files: 1, ...element },
    },
  ],
});
let running: Awaited<ReturnType<typeof runBolt>>;
let trigger: string;
let submitted: any;
let heard: any[];

beforeEach(async () => {
  trigger = '';
  submitted = undefined;
  heard = [];
  running = await runBolt((app) => {
    app.command('/leeway', async ({ ack, command }) => {
      await ack();
      trigger = command.trigger_id;
    });
    app.view('table', async ({ ack, view }) => {
      submitted = view.state.values['file']!['value'];
      await ack();
    });
    app.event('message', async ({ event }) => void heard.push(event));
  });
  await running.control('POST', 'commands', { as: 'U0EXEC', channel: 'C0HEALTH', command: '/leeway' });
  await until(() => trigger !== '');
});
afterEach(() => running.stop());

const open = async (element?: object) =>
  (await running.client.views.open({ trigger_id: trigger, view: form(element) as never })).view!.id!;
const upload = async (name = 'counts.csv', as = 'U0EXEC', text = 'model,week,count') =>
  (await running.control('POST', 'files', { as, name, base64: Buffer.from(text).toString('base64') })).json['file'].id as string;
const submit = (viewId: string, files: string[], as = 'U0EXEC') =>
  running.control('POST', `views/${viewId}/submit`, { as, values: { file: { value: files } } });

it('a form brings the file along as Slack does, and the app can then read it', async () => {
  const [view, id] = [await open(), await upload()];
  expect((await refused(running.client.files.info({ file: id }))).error).toBe('file_not_found');
  expect((await submit(view, [id])).json).toMatchObject({ closed: true });
  expect(submitted).toMatchObject({ type: 'file_input', files: [{ id, user: 'U0EXEC', filetype: 'csv', size: 16 }] });
  const { file } = await running.client.files.info({ file: id });
  const read = await fetch(file!.url_private_download!, { headers: { Authorization: 'Bearer xoxb-sandbox' } });
  expect(await read.text()).toBe('model,week,count');
});

it.each([
  ['another kind of file', {}, ['notes.txt'], 'notes.txt cannot be uploaded here. Allowed: csv.'],
  ['more files than it takes', {}, ['a.csv', 'b.csv'], 'Please upload at most 1 file.'],
  ['no file where one is needed', {}, [], 'Please complete this required field.'],
])('a form refuses %s before the app hears of it', async (_what, element, names, message) => {
  const view = await open(element);
  const ids = [];
  for (const name of names) ids.push(await upload(name));
  expect((await submit(view, ids)).json['errors']).toEqual({ file: message });
  expect(submitted).toBeUndefined();
});

it("a form takes nobody else's file", async () => {
  const [view, id] = [await open(), await upload('counts.csv', 'U0EXPERT')];
  expect(await submit(view, [id])).toMatchObject({ status: 404, json: { error: 'file_not_found' } });
});

it.each([
  ['more than ten files', { max_files: 11 }, '/view/blocks/0/element/max_files'],
  ['a type with its dot', { filetypes: ['.csv'] }, '/view/blocks/0/element/filetypes/0'],
])('an element that asks for %s is refused', async (_what, element, at) => {
  const { messages } = await refused(running.client.views.open({ trigger_id: trigger, view: form(element) as never }));
  expect(messages[0]).toContain(`[json-pointer:${at}]`);
});

it('a file input stands in no message', async () => {
  const { error, messages } = await refused(
    running.client.chat.postMessage({ channel: 'C0HEALTH', text: 'x', blocks: form().blocks as never }),
  );
  expect([error, messages[0]]).toEqual(['invalid_blocks', expect.stringContaining('file_input stands only in modals')]);
});

it('a file shared in a message comes with it, until it is deleted', async () => {
  const id = await upload();
  const said = await running.control('POST', 'messages', { as: 'U0EXEC', channel: 'D0EXEC', text: '', files: [id] });
  expect(said.status).toBe(200);
  await until(() => heard.length > 0);
  expect(heard[0]).toMatchObject({ subtype: 'file_share', user: 'U0EXEC', files: [{ id, name: 'counts.csv', user: 'U0EXEC' }] });
  expect((await running.control('POST', `files/${id}/delete`, { as: 'U0EXPERT' })).status).toBe(404);
  await running.control('POST', `files/${id}/delete`, { as: 'U0EXEC' });
  expect((await refused(running.client.files.info({ file: id }))).error).toBe('file_deleted');
});
