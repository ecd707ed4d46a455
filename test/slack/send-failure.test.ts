import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { silentLog } from '../../src/shared/log.ts';
import { createSlackApi } from '../../src/slack/slack-api.ts';
import { failureOf } from '../../src/slack/send-failure.ts';
import { note } from '../../src/slack/views/note.ts';

const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true }));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

it('an answer that does not say where the message is leaves a doubt, so that it is looked for before it is sent again', async () => {
  const { port } = server.address() as AddressInfo;
  const api = createSlackApi({ token: 'xoxb-test', apiUrl: `http://127.0.0.1:${port}/`, log: silentLog });
  const post = { ...note('x'), channel: 'C0HEALTH', metadata: { event_type: 'leeway_message', event_payload: {} } };
  const failed = await api.post(post).catch((error: unknown) => failureOf(error));
  expect(failed).toMatchObject({ is: 'passing', doubtful: true });
});
