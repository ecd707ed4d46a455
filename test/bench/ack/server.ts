// One app in a process of its own: `bare`, a Bolt app as its documentation shows it, or `leeway`, the whole transport on an
// embedded database, which after each acknowledgement stores the key, finds the person and answers. Told anything, it stops
// as a process does that is asked to end, and says how many commands it answered in all.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { serve } from '@hono/node-server';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import { Hono } from 'hono';
import { openEmbedded } from '../../../src/db/open.ts';
import { createSlack } from '../../../src/slack/create-slack.ts';
import { signingSecret } from './signing.ts';
import { answer, deskDeps } from './desk-deps.ts';

const tell = (port: number) => process.send?.({ port });

async function bare(): Promise<void> {
  const receiver = new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B1', botUserId: 'U1' }),
  });
  app.command('/leeway', async ({ ack }) => ack());
  tell(((await app.start(0)) as unknown as { address(): AddressInfo }).address().port);
}

async function leeway(): Promise<void> {
  const database = await openEmbedded('memory:');
  await database.migrate();
  let answered = 0;
  const sink = createServer((request, response) => {
    void text(request).then((body) => {
      if (body.includes(answer)) answered++;
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const slack = createSlack(deskDeps(database.db));
  process.on('message', () => void slack.stop().then(() => process.send?.({ answered })));
  const app = new Hono().post('/slack/events', (c) => slack.receive(c.req.raw));
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => {
    process.send?.({ port, sink: (sink.address() as AddressInfo).port });
  });
}

await (process.argv[2] === 'bare' ? bare() : leeway());
