import type { Ctx } from '../db/ctx.ts';
import { knownHashes, type Anchor } from './anchors.ts';
import { genesis, hashEntry } from './rules.ts';
import { readEntries, readHead } from './store.ts';

export type Verification =
  | { whole: true; entries: number; head: string; anchors: number }
  /** `seq` is the first entry that does not follow from the one before it, or is not the one that an anchor knows. */
  | { whole: false; seq: number; why: string };

const pageSize = 2_000;

/**
 * Recomputes the chain from its first entry and compares it with the stored hashes, with its head, and with what was
 * anchored outside: a chain that was cut short or written anew is whole in itself and differs from its anchors.
 */
export async function verifyAudit(ctx: Pick<Ctx, 'db'>, anchors: readonly Anchor[] = []): Promise<Verification> {
  const known = knownHashes(anchors);
  let previous = { seq: 0, hash: genesis };
  let agreed = 0;
  for (;;) {
    const page = await readEntries(ctx.db, previous.seq, pageSize);
    for (const entry of page) {
      if (entry.seq !== previous.seq + 1) return broken(previous.seq + 1, 'the entry is missing');
      if (hashEntry(previous.hash, entry.body) !== entry.hash)
        return broken(entry.seq, 'its text or the order before it was changed');
      const mismatch = columnMismatch(entry);
      if (mismatch) return broken(entry.seq, mismatch);
      const outside = known.get(entry.seq);
      if (outside && !entry.hash.startsWith(outside.start))
        return broken(agreed + 1, sayRewritten(agreed, entry.seq, outside.where));
      if (outside) agreed = entry.seq;
      previous = { seq: entry.seq, hash: entry.hash };
    }
    if (page.length < pageSize) break;
  }
  const beyond = anchors.find((anchor) => anchor.seq > previous.seq);
  if (beyond) {
    const why = `the chain was cut off here: ${beyond.where} knows entries up to ${beyond.seq}`;
    return broken(previous.seq + 1, why);
  }
  const head = await readHead(ctx.db);
  if (head.seq !== previous.seq || head.hash !== previous.hash) {
    return broken(previous.seq + 1, `the chain ends at entry ${previous.seq}, its head says ${head.seq}`);
  }
  return { whole: true, entries: previous.seq, head: previous.hash, anchors: anchors.length };
}

const broken = (seq: number, why: string): Verification => ({ whole: false, seq, why });

function sayRewritten(agreed: number, seq: number, where: string): string {
  if (seq === agreed + 1) return `it was changed, removed or put in afterwards: ${where} knows another entry ${seq}`;
  return `the first entry that was changed, removed or put in lies between ${agreed + 1} and ${seq}: ${where} knows another entry ${seq}`;
}

/** The look-up columns must say what the hashed text says. */
function columnMismatch(entry: {
  seq: number;
  at: Date;
  actorId: string;
  verb: string;
  subject: string;
  body: string;
}): string | undefined {
  let body: { seq: number; at: string; actor: { id: string }; verb: string; subject: string };
  try {
    body = JSON.parse(entry.body) as typeof body;
  } catch {
    return 'its text is not JSON';
  }
  if (body.seq !== entry.seq) return 'its number was changed';
  if (body.at !== entry.at.toISOString()) return 'its time was changed';
  if (body.actor.id !== entry.actorId) return 'its actor was changed';
  if (body.verb !== entry.verb || body.subject !== entry.subject) return 'its verb or subject was changed';
  return undefined;
}
