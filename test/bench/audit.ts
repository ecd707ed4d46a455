import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { asc, gt } from 'drizzle-orm';
import { verifyAudit } from '../../src/audit/verify.ts';
import type { Db } from '../../src/db/db.ts';
import { openPostgres } from '../../src/db/open.ts';
import { auditEntry } from '../../src/db/schema/audit.ts';
import { onFreshDatabase } from './postgres/fresh-database.ts';
import type { Told, Work } from './audit/worker.ts';

const processes = 4;
const rounds = 5;
const transactionsEach = 250;
const batches = 20;
const entriesABatch = 1_000;

/**
 * Appending to the audit chain: four processes on one Postgres, each transaction changes a row and writes an entry, against
 * the same transactions without the entry, in turns; then entries in batches; then verification of all that, against a
 * plain read in pages of 2,000 that hashes each text. `value`: entries a second, one a transaction.
 */
export const run = () => onFreshDatabase(measure);

async function measure(url: string) {
  const workers = Array.from({ length: processes }, () => fork(join(import.meta.dirname, 'audit/worker.ts'), [url]));
  const database = await openPostgres(url, { max: 1 });
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    await together(workers, { mode: 'audited', count: 30 });
    const audited: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      audited.push(await together(workers, { mode: 'audited', count: transactionsEach }));
      bare.push(await together(workers, { mode: 'bare', count: transactionsEach }));
    }
    const inBatches = await together(workers, { mode: 'batches', count: batches, entries: entriesABatch });
    const { verifyRatio, entries } = await verification(database.db);
    const value = median(audited);
    return {
      value: Math.round(value),
      unit: 'entries/s' as const,
      against: Math.round(median(bare)),
      ratio: value / median(bare),
      batchedPerSecond: Math.round(inBatches * entriesABatch),
      verifyRatio,
      entries,
    };
  } finally {
    for (const worker of workers) worker.kill();
    await database.close();
  }
}

/** Every process does the same at once; returns transactions a second, all together. */
async function together(workers: ChildProcess[], work: Work): Promise<number> {
  const begun = performance.now();
  const done = workers.map(async (worker) => {
    worker.send(work);
    const [told] = (await once(worker, 'message')) as [Told];
    if (told.error) throw new Error(told.error);
  });
  await Promise.all(done);
  return (workers.length * work.count * 1_000) / (performance.now() - begun);
}

/** Verification and a plain read that hashes, in turns; ours must also find the chain whole. */
async function verification(db: Db) {
  const ratios: number[] = [];
  let entries = 0;
  for (let round = 0; round < rounds; round++) {
    const plainMs = await timed(() => plainRead(db));
    const oursMs = await timed(async () => {
      const found = await verifyAudit({ db });
      if (!found.whole) throw new Error(`broken at ${found.seq}: ${found.why}`);
      entries = found.entries;
    });
    ratios.push(plainMs / oursMs);
  }
  return { verifyRatio: median(ratios), entries };
}

async function plainRead(db: Db): Promise<void> {
  let seq = 0;
  for (;;) {
    const page = await db.select().from(auditEntry).where(gt(auditEntry.seq, seq)).orderBy(asc(auditEntry.seq)).limit(2_000);
    for (const entry of page) createHash('sha256').update(entry.body).digest('hex');
    if (page.length < 2_000) return;
    seq = page.at(-1)!.seq;
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
