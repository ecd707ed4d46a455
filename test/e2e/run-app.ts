import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { sql } from 'drizzle-orm';
import { inject } from 'vitest';
import { createApp, type App, type AppPorts } from '../../src/app.ts';
import { applyConfig } from '../../src/apply/apply.ts';
import { type Environment, parseConfig } from '../../src/config.ts';
import { openPostgres } from '../../src/db/open.ts';
import { silentLog } from '../../src/shared/log.ts';
import { type Workspace, workspaceAt } from './sandbox-user.ts';

/** Its folder is where the data lie. */
export const flightsFile = fileURLToPath(new URL('../../examples/flights/leeway.yml', import.meta.url));

export interface RunningApp {
  app: App;
  at: Workspace;
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Calls the API as the command line on the same machine does, or with somebody's token. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<any>;
  stop(): Promise<void>;
}

const localSecret = 'a-secret-of-this-test';

/** The whole app behind a port of its own, on a database and with ports of the test's choice. `source` is a leeway.yml. */
export async function runApp(
  ports: Pick<AppPorts, 'database' | 'charts'> & { clockStart: Date },
  source: string,
  env: Environment = {},
): Promise<RunningApp> {
  let app: App | undefined;
  const server = createServer(
    getRequestListener((request, env) => app?.http.fetch(request, env) ?? new Response(null, { status: 503 })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = parseConfig({ PORT: '0', LEEWAY_DATA_DIR: 'memory:', ...env });
  app = await createApp(config, { ...ports, log: silentLog, ownUrl: () => url, localSecret });
  app.start();
  await applyConfig(app.ctx('test'), { source, path: flightsFile });
  const running = app;
  return {
    app: running,
    at: workspaceAt(`${url}/sandbox/`),
    url,
    async call(method, path, body, token = localSecret) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const response = await fetch(`${url}/api/v1/${path}`, { method, headers, ...sent });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.json();
    },
    async stop() {
      await running.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

/** The address of a new database on the run's real Postgres, migrated. */
export async function newPostgres(): Promise<string> {
  const postgres = inject('postgresUrl');
  const name = `e2e_${randomBytes(6).toString('hex')}`;
  const admin = await openPostgres(`${postgres}/postgres`, { max: 1 });
  await admin.db.execute(sql.raw(`create database ${name} template template_leeway`));
  await admin.close();
  return `${postgres}/${name}`;
}
