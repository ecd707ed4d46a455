import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp, type App } from './app.ts';
import type { Config } from './config.ts';
import { lockDirectory, type DirectoryLock } from './db/directory-lock.ts';
import { openEmbedded, openPostgres, type Database } from './db/open.ts';
import type { ToRun } from './commands/calls/init.ts';
import { demoStart, prepareDemo } from './demo.ts';
import { applyOwn, watchOwn } from './own-model.ts';
import { LeewayError } from './shared/errors.ts';
import { createMetrics } from './metrics/create-metrics.ts';
import { createLog, type Log } from './shared/log.ts';
import { version } from './shared/version.ts';

export interface Running {
  /** Where a person's browser reaches it. */
  url: string;
  close(): Promise<void>;
}

export interface ServeOptions {
  demo: boolean;
  /** A model of one's own, to be watched from its first week on in a new database. */
  own?: ToRun;
  progress?: (line: string) => void;
  /** Aborted when it is to stop: what takes long ends where it is. */
  stop?: AbortSignal;
}

/**
 * Opens the database, wires and listens; with `demo` it also applies the demo and tells its first weeks. `progress` hears
 * what takes longer than a moment. Whatever fails on the way closes what was opened.
 */
export async function serve(config: Config, options: ServeOptions): Promise<Running> {
  const metrics = createMetrics(version);
  const log = createLog(config.logLevel, metrics.problem);
  for (const note of config.notes) log.info(note);
  const progress = options.progress ?? (() => {});
  const closing: (() => unknown)[] = [];
  const close = async () => {
    for (const step of closing.toReversed()) await step();
    closing.length = 0;
  };
  try {
    const localSecret = randomBytes(24).toString('base64url');
    let app: App | undefined;
    const listener = await listen(config, (request, ...rest) => (app ? app.http.fetch(request, ...rest) : starting()));
    closing.push(() => listener.close());
    const ownUrl = `http://${everywhere.has(config.host) ? '127.0.0.1' : config.host}:${listener.port}`;
    const database = await openDatabase(config, { url: ownUrl, secret: localSecret }, { closing, progress, log });
    if (options.own) await applyOwn(database, options.own);
    app = await createApp(config, {
      database,
      log,
      metrics,
      ownUrl: () => ownUrl,
      localSecret,
      ...(options.demo ? { clockStart: demoStart } : {}),
      ...(options.stop ? { stop: options.stop } : {}),
    });
    closing.push(() => app?.close());
    app.start();
    await app.restoreSandbox();
    const url = config.publicUrl ?? (app.sandbox ? `${ownUrl}/sandbox/` : ownUrl);
    if (options.demo) await prepareDemo(app, url, progress, options.stop);
    if (options.own) await watchOwn(app, options.own, url, progress);
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** How long Postgres is waited for: where both start together, it may come up later. */
const patienceMs = 30_000;
/** Hosts that mean every address of the machine, or its own. */
const everywhere = new Set(['0.0.0.0', '::', '127.0.0.1', '::1', 'localhost']);

const starting = () =>
  Response.json(
    { error: { code: 'unavailable', message: 'Leeway is starting. Try again in a moment.' } },
    { status: 503, headers: { 'Retry-After': '2' } },
  );

async function openDatabase(
  config: Config,
  server: { url: string; secret: string },
  { closing, progress, log }: { closing: (() => unknown)[]; progress: (line: string) => void; log: Log },
): Promise<Database> {
  let lock: DirectoryLock | undefined;
  if (config.databaseUrl === undefined && config.dataDir !== 'memory:') {
    lock = lockDirectory(config.dataDir, server);
    closing.push(() => lock?.release());
  }
  progress(config.databaseUrl === undefined ? 'Opening the embedded database …' : 'Connecting to Postgres …');
  const database =
    config.databaseUrl === undefined
      ? await openEmbedded(config.dataDir, { full: (line) => log.error({ code: 'disk-full' }, line) })
      : await openPostgres(config.databaseUrl, undefined, { forMs: patienceMs, waiting: progress });
  closing.push(() => database.close());
  await database.migrate();
  return database;
}

type Fetch = Parameters<typeof getRequestListener>[0];

/** Listens first, so that the port is known (and known to be free) before anything is opened. */
async function listen(config: Config, fetch: Fetch): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(getRequestListener(fetch));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, config)));
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portError(error: NodeJS.ErrnoException, config: Config): Error {
  if (error.code === 'EADDRINUSE') {
    return new LeewayError(
      'config',
      `PORT: ${config.port} is in use by another program. Set another, for example PORT=${config.port + 1}.`,
      { field: 'PORT' },
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new LeewayError('config', `HOST: ${config.host} is no address of this machine. Example: HOST=127.0.0.1`, {
      field: 'HOST',
    });
  }
  return error;
}
