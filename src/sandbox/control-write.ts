import { Hono } from 'hono';
import {
  actionBody,
  commandBody,
  faultsBody,
  fileBody,
  reactionBody,
  readBody,
  sayBody,
  shortcutBody,
  uploadBody,
} from './contract.ts';
import { body } from './control-parse.ts';
import { act, assertPersona, markRead, reactTo, runCommand, say, useShortcut } from './doings.ts';
import { mimeOf } from './file-json.ts';
import { baseOf, type Env, type SandboxContext, type SandboxHono } from './http-types.ts';
import type { Call, World } from './methods/define.ts';
import { deleteFile, uploadOf } from './person-files.ts';

export function controlDoing(world: World): SandboxHono {
  const { workspace } = world;
  const app: SandboxHono = new Hono<Env>();
  const call = (c: SandboxContext): Call => ({ ...world, base: baseOf(c) });

  app.post('/control/messages', async (c) => c.json({ ok: true, ts: say(call(c), await body(c, sayBody)).ts }));
  app.post('/control/files', async (c) => {
    const { as, name, base64 } = await body(c, uploadBody);
    assertPersona(workspace, as);
    const file = uploadOf(workspace, as, name, new Uint8Array(Buffer.from(base64, 'base64')));
    return c.json({ ok: true, file: { id: file.id, name, mimetype: mimeOf(file), size: file.length } });
  });
  app.post('/control/files/:id/delete', async (c) => {
    deleteFile(workspace, c.req.param('id'), (await body(c, fileBody)).as);
    return c.json({ ok: true });
  });
  app.post('/control/commands', async (c) => c.json({ ok: true, ackMs: await runCommand(call(c), await body(c, commandBody)) }));
  app.post('/control/actions', async (c) => c.json({ ok: true, ackMs: await act(call(c), await body(c, actionBody)) }));
  app.post('/control/shortcuts', async (c) =>
    c.json({ ok: true, ackMs: await useShortcut(call(c), await body(c, shortcutBody)) }),
  );
  app.post('/control/reactions', async (c) => {
    reactTo(call(c), await body(c, reactionBody));
    return c.json({ ok: true });
  });
  app.post('/control/read', async (c) => {
    const { as, channel } = await body(c, readBody);
    markRead(workspace, as, channel);
    return c.json({ ok: true });
  });
  app.get('/control/faults', (c) => c.json({ faults: workspace.faults.list() }));
  app.put('/control/faults', async (c) => {
    workspace.faults.set((await body(c, faultsBody)).faults);
    return c.json({ faults: workspace.faults.list() });
  });
  app.post('/control/reset', (c) => {
    workspace.reset();
    workspace.hub.tell({ type: 'reset' });
    return c.json({ ok: true });
  });
  return app;
}
