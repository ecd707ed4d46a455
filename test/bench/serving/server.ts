// Run as a process of its own: the serving switch on a real Postgres, as `leeway serve` answers it; or one empty Hono route.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { openPostgres } from '../../../src/db/open.ts';
import { createServingSwitch } from '../../../src/deploy/serving-switch.ts';
import { servingRoutes } from '../../../src/http/serving-routes.ts';
import { authenticate } from '../../../src/people/tokens.ts';
import { realClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';

async function switchApp(url: string): Promise<Hono> {
  const database = await openPostgres(url, { max: 2 });
  const serving = createServingSwitch(database, realClock, silentLog);
  await serving.start();
  const app = new Hono();
  app.route(
    '/',
    servingRoutes({
      servingAnswer: serving.answer,
      servingAccess: 'token',
      scopesOf: async (bearer) => (await authenticate(database, bearer)).scopes,
    }),
  );
  return app;
}

const url = process.argv[2];
const app = url ? await switchApp(url) : new Hono().get('/api/v1/serving/:model', (c) => c.json({}));
const server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
