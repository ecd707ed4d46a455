import type { Ctx } from '../db/ctx.ts';
import { genesis, hashEntry } from './rules.ts';
import { readEntries, readHead } from './store.ts';

export type Verification =
  | { whole: true; entries: number; head: string }
  /** `seq` is the first entry that does not follow from the one before it. */
  | { whole: false; seq: number; why: string };

const pageSize = 2_000;

/** Recomputes the chain from its first entry and compares it with the stored hashes and the head. */
export async function verifyAudit(ctx: Pick<Ctx, 'db'>): Promise<Verification> {
  let previous = { seq: 0, hash: genesis };
  for (;;) {
    const page = await readEntries(ctx.db, previous.seq, pageSize);
    for (const entry of page) {
      if (entry.seq !== previous.seq + 1) return broken(previous.seq + 1, 'the entry is missing');
      if (hashEntry(previous.hash, entry.body) !== entry.hash)
        return broken(entry.seq, 'its text or the order before it was changed');
      const mismatch = columnMismatch(entry);
      if (mismatch) return broken(entry.seq, mismatch);
      previous = { seq: entry.seq, hash: entry.hash };
    }
    if (page.length < pageSize) break;
  }
  const head = await readHead(ctx.db);
  if (head.seq !== previous.seq || head.hash !== previous.hash) {
    return broken(previous.seq + 1, `the chain ends at entry ${previous.seq}, its head says ${head.seq}`);
  }
  return { whole: true, entries: previous.seq, head: previous.hash };
}

const broken = (seq: number, why: string): Verification => ({ whole: false, seq, why });

/** The look-up columns must say what the hashed text says. */
function columnMismatch(entry: {
  seq: number;
  at: Date;
  actorId: string;
  verb: string;
  subject: string;
  body: string;
}): string | undefined {
  const body = JSON.parse(entry.body) as { seq: number; at: string; actor: { id: string }; verb: string; subject: string };
  if (body.seq !== entry.seq) return 'its number was changed';
  if (body.at !== entry.at.toISOString()) return 'its time was changed';
  if (body.actor.id !== entry.actorId) return 'its actor was changed';
  if (body.verb !== entry.verb || body.subject !== entry.subject) return 'its verb or subject was changed';
  return undefined;
}
