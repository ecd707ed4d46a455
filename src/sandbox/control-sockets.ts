import { Hono } from 'hono';
import { socketsBody } from './contract.ts';
import { body } from './control-parse.ts';
import type { Env, SandboxHono } from './http-types.ts';
import type { World } from './methods/define.ts';
import { Refusal } from './refusal.ts';

export function controlSockets({ sockets }: World): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  const those = () => {
    if (sockets) return sockets;
    throw new Refusal('not_enabled', { message: 'Socket Mode is off: this workspace sends the app signed requests.' });
  };
  app.get('/control/sockets', (c) => c.json({ connections: those().count() }));
  app.post('/control/sockets', async (c) => c.json({ connections: those().disturb((await body(c, socketsBody)).do) }));
  return app;
}
