import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js';
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';
import { backUpBeforeMigrating } from './backup/before-migrating.ts';
import { dropLeftovers } from './backup/drop-leftovers.ts';
import { finishPlacing } from './backup/put-in-place.ts';
import { readMigrationState } from './migration-state.ts';
import { leanPglite } from './lean-pglite.ts';
import { guardRoot, statementLogger, type Db } from './db.ts';
import { createDiskRoom, type RoomSettings } from './disk-room.ts';
import { reachPostgres, type Patience } from './reach-postgres.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));
/** Any number that no other program on the same server is likely to lock. */
const migrationLock = 7_330_294;
const connectTimeoutSeconds = 10;
/** Between two tries to connect, in seconds. The library's own grows to 20, for which a statement would wait after an outage. */
const backoff = (tries: number): number => Math.min(0.25, 0.05 * 2 ** tries);
/** PGlite takes all of its 128 MB by default and keeps it; the embedded database is smaller, and the system caches its files. */
const sharedBuffers = '32MB';

export interface Database {
  db: Db;
  backend: { kind: 'postgres'; url: string } | { kind: 'pglite'; client: PGlite };
  migrate(): Promise<void>;
  ping(): Promise<void>;
  /**
   * Hears what is notified on a channel, over a connection of its own. Returns the way to stop. One that breaks stays
   * silent: whoever must know sends itself a sign of life and listens anew when it does not arrive.
   */
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  /** Notifies outside of any transaction, such as a sign of life. A change is notified by the transaction that makes it. */
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

const options = { casing: 'snake_case', logger: statementLogger } as const;

/** Opens Postgres by URL; see `reachPostgres` for how it fails. With `patience` one that is not there yet is waited for. */
export async function openPostgres(url: string, pool = { max: 10 }, patience?: Patience): Promise<Database> {
  const sql = postgres(url, { max: pool.max, connect_timeout: connectTimeoutSeconds, backoff, onnotice: () => {} });
  try {
    await reachPostgres(url, () => sql`select 1`, patience);
    // The first connection has read which types are arrays. Another that did would bring the process down when it breaks
    // meanwhile: the library awaits that nowhere.
    sql.options.fetch_types = false;
  } catch (error) {
    await sql.end({ timeout: 1 });
    throw error;
  }
  const root = drizzlePostgres(sql, options);
  return {
    db: guardRoot(root),
    backend: { kind: 'postgres', url },
    migrate: () => migrateUnderLock(url),
    ping: async () => void (await sql`select 1`),
    listen: (channel, onMessage) => listenOnPostgres(url, channel, onMessage),
    notify: async (channel, payload) => void (await sql`select pg_notify(${channel}, ${payload})`),
    close: () => sql.end({ timeout: 5 }),
  };
}

async function listenOnPostgres(url: string, channel: string, onMessage: (payload: string) => void) {
  const sql = postgres(url, {
    max: 1,
    connect_timeout: connectTimeoutSeconds,
    backoff,
    fetch_types: false,
    onnotice: () => {},
  });
  try {
    await sql.listen(channel, onMessage);
  } catch (error) {
    await sql.end({ timeout: 0 });
    throw error;
  }
  return () => sql.end({ timeout: 0 });
}

/** Three processes that migrate at once: two fail. So one connection holds an advisory lock meanwhile. */
async function migrateUnderLock(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${migrationLock})`;
    const root = drizzlePostgres(sql, options);
    await readMigrationState(root);
    await migratePostgres(root, { migrationsFolder });
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * Opens the embedded Postgres in a directory, or one that keeps nothing for `memory:`. The caller holds the directory's lock.
 * While the disk is full it answers, and refuses to write.
 */
export async function openEmbedded(directory: string, settings: RoomSettings = {}): Promise<Database> {
  const path = directory === 'memory:' ? undefined : join(directory, 'pg');
  if (path) finishPlacing(directory);
  if (path) dropLeftovers(directory);
  if (path && !existsSync(join(path, 'PG_VERSION'))) await createCluster(path);
  const client = await PGlite.create({
    ...(path ? { dataDir: path } : {}),
    extensions: { pg_trgm },
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`],
  });
  const room = path ? createDiskRoom(directory, settings) : undefined;
  const { forDrizzle, plain } = leanPglite(client, () => room?.assert());
  const root = drizzlePglite(forDrizzle, options);
  const database: Database = {
    db: guardRoot(root),
    backend: { kind: 'pglite', client: plain },
    async migrate() {
      await backUpBeforeMigrating(database, directory, new Date());
      await migratePglite(root, { migrationsFolder });
    },
    async ping() {
      room?.assert();
      await client.query('select 1');
    },
    listen: async (channel, onMessage) => {
      const stop = await client.listen(channel, onMessage);
      return () => stop();
    },
    notify: async (channel, payload) => void (await client.query('select pg_notify($1, $2)', [channel, payload])),
    close: () => client.close(),
  };
  return database;
}

/** The first start needs about 1.1 GB for a moment: a child process takes it and gives it back. */
async function createCluster(path: string): Promise<void> {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('./create-cluster.ts', import.meta.url)), path]);
}
