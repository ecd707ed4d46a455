import { randomUUID } from 'node:crypto';
import { WebClient } from '@slack/web-api';
import { openPostgres } from '../../../src/db/open.ts';
import { announceWritten } from '../../../src/outbox/wake.ts';
import { createSlack } from '../../../src/slack/create-slack.ts';
import { note } from '../../../src/slack/views/note.ts';
import { messageEventType } from '../../../src/slack/slack-api.ts';
import { deskDeps } from '../ack/desk-deps.ts';

/** `bare`: calls chat.postMessage in a loop, with the message that Leeway would send. `leeway`: sends the outbox. */
const [mode, url = '', base = ''] = process.argv.slice(2);
const apiUrl = `${base}/slack/api/`;
const token = 'xoxb-sandbox';

export interface Loop {
  channels: string[];
  count: number;
}

if (mode === 'bare') {
  const client = new WebClient(token, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } });
  process.on('message', ({ channels, count }: Loop) => {
    void (async () => {
      for (let index = 0; index < count; index++) {
        const metadata = { event_type: messageEventType, event_payload: { outbox_id: randomUUID() } };
        await client.chat.postMessage({ channel: channels[index % channels.length]!, ...note(`number ${index}`), metadata });
      }
      process.send!({});
    })();
  });
} else {
  const database = await openPostgres(url);
  const deps = deskDeps(database.db);
  const slack = createSlack({ ...deps, config: { ...deps.config, botToken: token, apiUrl }, tuning: { paceMs: 0 } });
  process.on('message', () => {
    slack.sender.start();
    // A running sender looks each second for what other processes wrote: here it is told, as by its own.
    announceWritten();
  });
}
process.send!({});
