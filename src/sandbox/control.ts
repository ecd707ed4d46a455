import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { controlClock } from './control-clock.ts';
import { failed } from './control-parse.ts';
import { controlReading } from './control-read.ts';
import { controlSockets } from './control-sockets.ts';
import { controlStream } from './control-stream.ts';
import { controlViews } from './control-views.ts';
import { controlDoing } from './control-write.ts';
import type { Env, SandboxHono } from './http-types.ts';
import { loopbackOnly } from './loopback.ts';
import type { World } from './methods/define.ts';

/** The control API (contract.ts, routes.ts): everything that the page does. */
export function controlApi(world: World): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  const small = bodyLimit({ maxSize: 200_000 });
  const files = bodyLimit({ maxSize: 7_100_000 });
  app.use('/control/*', loopbackOnly, (c, next) => (c.req.path.endsWith('/control/files') ? files : small)(c, next));
  app.use('/control/*', async (c, next) => {
    await next();
    c.res.headers.set('Cache-Control', c.req.path.includes('/control/files/') ? 'private, max-age=3600' : 'no-store');
  });
  for (const part of [controlReading, controlDoing, controlViews, controlClock, controlSockets, controlStream])
    app.route('/', part(world));
  app.onError((error, c) => failed(world.workspace, error, c));
  return app;
}
