// Slack as a server of its own, for following docs/slack.md without a workspace: node test/support/slack-server.ts
// SOCKET=1 switches Socket Mode on; SCOPES=chat:write,commands grants only these; PORT (3128) is where it listens;
// DELIVER_TO is where Leeway takes what happens, over HTTP.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createSandbox } from '../../src/sandbox/create-sandbox.ts';
import { demoWorkspace } from '../../src/sandbox/demo-workspace.ts';
import { readSlackManifest } from '../../src/setup/manifest.ts';
import { createLog } from '../../src/shared/log.ts';

const { PORT = '3128', SOCKET, SCOPES, DELIVER_TO = 'http://127.0.0.1:3000/slack/events' } = process.env;
const credentials = {
  botToken: 'xoxb-1234-5678-abcdefgh',
  signingSecret: '8f742231b10e8888abcd99aaaa1185a5',
  appToken: 'xapp-1-A0LEEWAY-4567-abcdef',
};
const app = readSlackManifest();
const sandbox = createSandbox({
  ...demoWorkspace,
  ...app,
  ...(SCOPES ? { scopes: SCOPES.split(',') } : {}),
  botToken: credentials.botToken,
  signingSecret: credentials.signingSecret,
  ...(SOCKET ? { appToken: credentials.appToken } : {}),
  appId: 'A0LEEWAY',
  channels: [
    ...demoWorkspace.channels,
    { id: 'C0NEW', name: 'models', topic: 'Leeway was not invited yet', members: ['U0EXEC', 'U0DATA'] },
  ],
  deliverTo: () => DELIVER_TO,
  clock: { now: () => new Date(), advance: async () => {} },
  log: createLog('warn'),
});
const server = createServer(getRequestListener(new Hono().route('/sandbox', sandbox.app).fetch));
server.on('upgrade', (...request: Parameters<typeof sandbox.upgrade>) => sandbox.upgrade(...request));
server.listen(Number(PORT), '127.0.0.1', () => {
  const base = `http://127.0.0.1:${PORT}/sandbox`;
  const own = SOCKET ? `SLACK_APP_TOKEN=${credentials.appToken}` : `SLACK_SIGNING_SECRET=${credentials.signingSecret}`;
  process.stdout.write(
    `Slack is at ${base}/\nexport SLACK_API_URL=${base}/slack/api/ SLACK_BOT_TOKEN=${credentials.botToken} ${own}\n`,
  );
});
