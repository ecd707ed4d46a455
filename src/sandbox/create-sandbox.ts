import { Hono } from 'hono';
import { controlApi } from './control.ts';
import { moveClock } from './control-clock.ts';
import { createDelivery } from './deliver.ts';
import { baseOf, type Env, type SandboxHono } from './http-types.ts';
import { slackApi } from './api.ts';
import { loopbackOnly } from './loopback.ts';
import type { RestoredMessage, StoredMessage } from './model.ts';
import { docsPage, openApi } from './openapi.ts';
import type { SandboxOptions } from './options.ts';
import { responseUrls } from './response-url.ts';
import { restoreMessages } from './restore.ts';
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
  /** Stops repeated deliveries. */
  close(): void;
}

/** A Slack workspace in memory, stricter than Slack. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const workspace = createWorkspace(options);
  const delivery = createDelivery(workspace);
  const world = { workspace, delivery };
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
    close: () => delivery.close(),
  };
}
