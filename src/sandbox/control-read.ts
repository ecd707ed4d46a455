import { Hono } from 'hono';
import { asQuery, messagesQuery } from './contract.ts';
import { query } from './control-parse.ts';
import { assertPersona, memberChannel, seenMessage } from './doings.ts';
import { baseOf, type Env, type SandboxContext, type SandboxHono } from './http-types.ts';
import { visibleTo } from './messages.ts';
import type { World } from './methods/define.ts';
import type { StoredChannel, StoredMessage } from './model.ts';
import { showMessage, showState } from './show.ts';
import { fileResponse } from './uploads.ts';

const maxThread = 1000;
const anybody = 'U0ANYBODY';

export function controlReading({ workspace }: World): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  const shown = (c: SandboxContext, channel: StoredChannel, messages: readonly StoredMessage[], user: string) =>
    messages.map((message) => showMessage(workspace, channel, message, user, baseOf(c)));

  app.get('/control/state', (c) => {
    const { as } = query(c, asQuery);
    // Whoever does not know yet who is there asks as anybody.
    const user = as === anybody ? (workspace.options.personas[0]?.userId ?? as) : as;
    assertPersona(workspace, user);
    return c.json(showState(workspace, user));
  });
  app.get('/control/channels/:id/messages', (c) => {
    const { as, limit, before } = query(c, messagesQuery);
    const channel = memberChannel(workspace, c.req.param('id'), as);
    const all = channel.messages.filter(
      (message) =>
        message.threadTs === undefined && visibleTo(message, as) && (before === undefined || Number(message.ts) < Number(before)),
    );
    return c.json({ messages: shown(c, channel, all.slice(-limit), as), hasMore: all.length > limit });
  });
  app.get('/control/channels/:id/threads/:ts', (c) => {
    const { as } = query(c, asQuery);
    const channel = memberChannel(workspace, c.req.param('id'), as);
    const parent = seenMessage(workspace, channel.id, c.req.param('ts'), as);
    const replies = channel.messages.filter((message) => message.threadTs === parent.ts && visibleTo(message, as));
    return c.json({
      messages: shown(c, channel, [parent, ...replies.slice(-maxThread)], as),
      hasMore: replies.length > maxThread,
    });
  });
  app.get('/control/files/:id', (c) => fileResponse(workspace, c.req.param('id')));
  return app;
}
