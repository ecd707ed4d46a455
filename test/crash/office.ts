import { join } from 'node:path';
import { eq, sql } from 'drizzle-orm';
import { write } from '../../src/audit/write.ts';
import type { Ctx } from '../../src/db/ctx.ts';
import { outboxMessage } from '../../src/db/schema/outbox.ts';
import { edition } from '../../src/db/schema/digest.ts';
import { schedule } from '../../src/db/schema/jobs.ts';
import type { Database } from '../../src/db/open.ts';
import { putAudience } from '../../src/digest/put-audience.ts';
import { createDuckDbEngine } from '../../src/engines/duckdb.ts';
import { runMonitor } from '../../src/monitor/run-monitor.ts';
import { systemActor } from '../../src/shared/actor.ts';
import { silentLog } from '../../src/shared/log.ts';
import { addDays, instantAt, mondayOf } from '../../src/shared/period.ts';
import { writeRows } from '../engines/files.ts';
import { applyTrips, tripModel, tripRows } from '../support/trips.ts';

export const channel = 'C0HEALTH';
const referenceWeeks = 4;
const lookedWeeks = 3;

/** This week's Monday, in UTC: processes under test live in real time. */
const monday = () => mondayOf(new Date().toISOString().slice(0, 10));
export const systemCtx = (database: Database): Ctx => ({
  db: database.db,
  actor: systemActor('test'),
  now: new Date(),
  log: silentLog,
});

/** A model with three weeks behind it, so that a digest of last week has a chart. */
export async function prepareOffice(database: Database, folder: string): Promise<void> {
  const first = addDays(monday(), -7 * (referenceWeeks + lookedWeeks));
  const reference = { start: first, end: addDays(first, 7 * referenceWeeks) };
  const moment = `timestamp '${first}' + interval (i // 100) day + interval (i % 24) hour`;
  await writeRows(join(folder, 'trips.parquet'), tripRows(7 * (referenceWeeks + lookedWeeks), { moment }));
  const version = { artifact: 'v1', digest: 'a'.repeat(64), data: reference };
  const monitor = { reference, from: reference.end, predictions: { 1: { expression: 'guess' } } };
  await applyTrips(systemCtx(database), {
    'trip-wait': tripModel(folder, 'trips.parquet', monitor, { versions: { 1: version } }),
  });
  const engine = createDuckDbEngine();
  for (let week = 0; week < lookedWeeks; week++)
    await runMonitor(systemCtx(database), engine, {
      modelId: 'trip-wait',
      grain: 'week',
      periodStart: addDays(reference.end, 7 * week),
    });
  await engine.close();
}

/** Makes one more digest due: of an audience of its own, on this week's Monday. */
export async function makeDue(database: Database, audienceId: string): Promise<void> {
  const at = { zone: 'UTC', weekday: 1, hour: 0 };
  await write(systemCtx(database), (w) =>
    putAudience(w, {
      id: audienceId,
      title: audienceId,
      voice: 'executive',
      industry: 'airlines',
      channel,
      teamId: null,
      reportsTo: null,
      ...at,
    }),
  );
  const due = instantAt(monday(), { ...at, minute: 0 });
  await database.db.update(schedule).set({ nextRunAt: due }).where(eq(schedule.subject, audienceId));
}

/** The messages of an audience's editions: one edition is wanted, with its details in its thread. */
export async function messagesOf(database: Database, audienceId: string) {
  const editions = await database.db.select({ id: edition.id }).from(edition).where(eq(edition.audienceId, audienceId));
  const messages = await database.db
    .select({ id: outboxMessage.id, kind: outboxMessage.kind, state: outboxMessage.state, fileId: outboxMessage.fileId })
    .from(outboxMessage)
    .where(sql`${outboxMessage.dedupeKey} like ${`edition:${audienceId}:%`}`);
  return { editions: editions.length, messages };
}
