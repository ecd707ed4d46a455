import type { Ctx } from '../db/ctx.ts';
import type { Db } from '../db/db.ts';
import { appendEntries, type DraftEntry } from './append.ts';

/** A verb's context inside its transaction. `audit` collects; the entries are appended as it commits. */
export interface WriteCtx extends Ctx {
  audit(entry: DraftEntry): void;
  /** Runs once the transaction has committed; for waking workers, never for work that may fail. */
  afterCommit(act: () => void): void;
}

/**
 * One transaction of a verb: what `work` writes, its audit entries and its outbox rows become true together or not at
 * all. The chain's head is the last lock taken, always, so that two verbs cannot wait for one another.
 */
export async function write<T>(ctx: Ctx, work: (w: WriteCtx) => Promise<T>): Promise<T> {
  const afterwards: (() => void)[] = [];
  const result = await (ctx.db as Transacting).transaction(async (tx) => {
    const entries: DraftEntry[] = [];
    const w: WriteCtx = { ...ctx, db: tx, audit: (entry) => entries.push(entry), afterCommit: (act) => afterwards.push(act) };
    const done = await work(w);
    if (entries.length > 0) await appendEntries(w, entries);
    return done;
  });
  for (const act of afterwards) act();
  return result;
}

interface Transacting {
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
}
