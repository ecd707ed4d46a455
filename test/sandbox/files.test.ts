import { afterAll, beforeAll, expect, it } from 'vitest';
import { refused, type Running, runSandbox } from './support.ts';

let running: Running;
beforeAll(async () => void (running = await runSandbox()));
afterAll(() => running.stop());
const bytes = Buffer.from('89504e470d0a1a0a', 'hex');
const upload = async () => {
  const answer = await running.client.filesUploadV2({ file: bytes, filename: 'chart.png', alt_text: 'a chart' });
  return (answer as unknown as { files: { files: { id: string }[] }[] }).files[0]!.files[0]!.id;
};
const post = (id: string) =>
  running.client.chat.postMessage({
    channel: 'C0HEALTH',
    text: 'a chart',
    blocks: [{ type: 'image', alt_text: 'a chart', slack_file: { id } }],
  });

it('an uploaded file can be shown once files.info says that it is ready', async () => {
  const id = await upload();
  const early = await refused(post(id));
  expect([early.error, early.messages[0]]).toEqual(['invalid_blocks', '[ERROR] invalid slack file [json-pointer:/blocks/0]']);
  expect((await running.client.files.info({ file: id })).file?.mimetype).toBe('');
  expect((await running.client.files.info({ file: id })).file).toMatchObject({ mimetype: 'image/png', title: 'chart.png' });
  await post(id);

  const { json } = await running.control('GET', 'channels/C0HEALTH/messages?as=U0EXEC');
  const address = /src="([^"]+)"/.exec(json['messages'].at(-1).html)?.[1] ?? '';
  const image = await fetch(new URL(address, running.base));
  expect(Buffer.from(await image.arrayBuffer())).toEqual(bytes);
  expect(image.headers.get('content-type')).toBe('image/png');
});

it('the private address of a file needs the token', async () => {
  const id = await upload();
  await running.client.files.info({ file: id });
  const { file } = await running.client.files.info({ file: id });
  expect((await fetch(file!.url_private!)).status).toBe(401);
  const allowed = await fetch(file!.url_private!, { headers: { Authorization: 'Bearer xoxb-sandbox' } });
  expect(allowed.status).toBe(200);
});

it('the fault slow_upload makes it wait', async () => {
  await running.control('PUT', 'faults', { faults: [{ kind: 'slow_upload', remaining: 1 }] });
  const id = await upload();
  for (let polls = 0; polls < 5; polls++) await running.client.files.info({ file: id });
  expect((await running.client.files.info({ file: id })).file?.mimetype).toBe('');
});

it('bytes that are not as many as announced are refused', async () => {
  const { upload_url: url } = await running.client.files.getUploadURLExternal({ filename: 'x.png', length: 3 });
  expect((await fetch(url!, { method: 'POST', body: bytes })).status).toBe(400);
});
