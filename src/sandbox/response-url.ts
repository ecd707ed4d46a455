import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import { messageOf } from '../shared/errors.ts';
import { baseOf, type Env, type SandboxHono } from './http-types.ts';
import { tellEdited, tellPosted, tellRemoved } from './message-events.ts';
import { addMessage, editMessage, findMessage, removeMessage } from './messages.ts';
import { contentOf } from './methods/chat.ts';
import type { Call, World } from './methods/define.ts';
import type { StoredMessage } from './model.ts';
import { Refusal } from './refusal.ts';
import type { ResponseTarget } from './tickets.ts';

export const responseBody = z.strictObject({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  replace_original: z.union([z.boolean(), z.stringbool()]).default(false),
  delete_original: z.union([z.boolean(), z.stringbool()]).default(false),
  thread_ts: z.string().optional(),
  mrkdwn: z.boolean().optional(),
});

/** POST to a response_url: five times within 30 minutes, no token. 200 `ok`, else 404 or 400 with the reason. */
export function responseUrls(world: World): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  app.post('/slack/response/:id', bodyLimit({ maxSize: 500_000 }), async (c) => {
    const target = world.workspace.tickets.useResponse(c.req.param('id'));
    if (typeof target === 'string') return c.text(target, 404);
    try {
      respond({ ...world, base: baseOf(c) }, target, responseBody.parse(JSON.parse(await c.req.text())));
      return c.text('ok');
    } catch (error) {
      const known = error instanceof Refusal;
      return c.json(
        { ok: false, error: known ? error.error : 'invalid_payload', ...(known ? error.more : { detail: messageOf(error) }) },
        400,
      );
    }
  });
  return app;
}

export function respond(call: Call, target: ResponseTarget, body: z.infer<typeof responseBody>): void {
  const { workspace } = call;
  const channel = workspace.channels.get(target.channel);
  if (channel === undefined) throw new Refusal('channel_not_found');
  const original = target.original === undefined ? undefined : findMessage(channel, target.original.ts);
  if (body.delete_original) {
    if (original !== undefined) remove(call, original);
    return;
  }
  const words = contentOf(workspace, body);
  if (body.replace_original && original !== undefined) {
    editMessage(workspace, original, words.text, words.blocks);
    tellEdited(call, original);
    return;
  }
  const message = addMessage(workspace, {
    channel,
    user: workspace.options.bot.userId,
    ...words,
    threadTs: body.thread_ts ?? target.original?.threadTs,
    ephemeralTo: body.response_type === 'ephemeral' ? target.user : undefined,
  });
  tellPosted(call, message);
}

function remove(call: Call, message: StoredMessage): void {
  removeMessage(call.workspace, message);
  tellRemoved(call, message);
}
