import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { asQuery } from './contract.ts';
import { query } from './control-parse.ts';
import { assertPersona } from './doings.ts';
import type { Env, SandboxHono } from './http-types.ts';
import type { World } from './methods/define.ts';

const heartbeatMs = 15_000;
/** A page that does not read for so many events loads again when it does. */
const maxWaiting = 1000;

export function controlStream({ workspace }: World): SandboxHono {
  const app: SandboxHono = new Hono<Env>();
  app.get('/control/stream', (c) => {
    const { as } = query(c, asQuery);
    assertPersona(workspace, as);
    return streamSSE(c, async (stream) => {
      let waiting = 0;
      const stop = workspace.hub.listen(as, (event) => {
        if (++waiting > maxWaiting) return;
        void stream.writeSSE({ data: JSON.stringify(event) }).finally(() => void waiting--);
      });
      stream.onAbort(stop);
      while (!stream.aborted && !stream.closed) {
        await stream.writeSSE({ event: 'heartbeat', data: '' });
        await stream.sleep(heartbeatMs);
      }
      stop();
    });
  });
  return app;
}
