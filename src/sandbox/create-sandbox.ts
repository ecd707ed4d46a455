import { Hono } from 'hono';
import { controlApi } from './control.ts';
import { moveClock } from './control-clock.ts';
import { createDelivery } from './deliver.ts';
import { httpCarrier } from './deliver-http.ts';
import { baseOf, type Env, type SandboxHono } from './http-types.ts';
import { slackApi } from './api.ts';
import { loopbackOnly } from './loopback.ts';
import type { RestoredMessage, StoredMessage } from './model.ts';
import { docsPage, openApi } from './openapi.ts';
import type { SandboxOptions } from './options.ts';
import { responseUrls } from './response-url.ts';
import { restoreMessages } from './restore.ts';
import { createSockets, type Sockets } from './sockets.ts';
import { staticFiles } from './static-files.ts';
import { uploads } from './uploads.ts';
import { createWorkspace } from './workspace.ts';

export interface Sandbox {
  /** To be mounted at /sandbox. */
  app: SandboxHono;
  /** Puts messages of the bot back; what is there already stays. Returns how many were put back. */
  restore(messages: readonly RestoredMessage[]): number;
  /** All messages of all channels, for tests. */
  state(): { channels: { id: string; name: string; messages: readonly StoredMessage[] }[] };
  /** Moves the clock as the page does; resolves when it has arrived. */
  moveClock(to: Date, heard: (message: string) => void): Promise<void>;
  /** Takes over a request for Socket Mode's connection, which the server that mounts the sandbox hands on. */
  upgrade: Sockets['upgrade'];
  /** Stops repeated deliveries and ends connections. */
  close(): void;
}

/** A Slack workspace in memory, stricter than Slack. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const workspace = createWorkspace(options);
  const sockets = options.appToken ? createSockets(workspace) : undefined;
  const delivery = createDelivery(workspace, sockets ?? httpCarrier(workspace));
  const world = { workspace, delivery, sockets };
  const app: SandboxHono = new Hono<Env>();
  for (const part of [slackApi(world), responseUrls(world), uploads(workspace), controlApi(world)]) app.route('/', part);
  app.use('/docs/*', loopbackOnly);
  app.get('/docs/openapi.json', (c) => c.json(openApi(baseOf(c))));
  app.get('/docs', (c) => c.html(docsPage(baseOf(c))));
  app.route('/', staticFiles());
  return {
    app,
    restore: (messages) => restoreMessages(workspace, messages),
    state: () => ({ channels: [...workspace.channels.values()].map(({ id, name, messages }) => ({ id, name, messages })) }),
    moveClock: (to, heard) => moveClock(workspace, { to: to.toISOString() }, heard),
    upgrade: (...request) => sockets?.upgrade(...request) ?? false,
    close() {
      delivery.close();
      sockets?.close();
    },
  };
}
