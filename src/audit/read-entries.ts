import type { Ctx } from '../db/ctx.ts';
import { authorise } from '../shared/access.ts';
import { markEvery, markLength, type Marks } from './anchors.ts';
import { readHead, selectEntries, selectMarks, type EntryFilter, type Head } from './store.ts';

/** An entry with its exact text, as it was hashed. */
export interface AuditEntry {
  seq: number;
  at: Date;
  actorId: string;
  verb: string;
  subject: string;
  body: string;
  hash: string;
}

const maxEntries = 10_000;

/** Entries in their order. At most 10,000 at once: go on `after` the last one. */
export async function readAuditEntries(ctx: Ctx, filter: EntryFilter): Promise<AuditEntry[]> {
  authorise(ctx.actor, 'audit.read');
  return selectEntries(ctx.db, { ...filter, limit: Math.min(filter.limit, maxEntries) });
}

/** The chain's newest entry, with marks of what came after an earlier one: what an anchor publishes. */
export async function readHeadWithMarks(ctx: Pick<Ctx, 'db'>, after: number): Promise<Head & { marks: Marks }> {
  const head = await readHead(ctx.db);
  const every = markEvery(head.seq - after);
  const rows = await selectMarks(ctx.db, { after, until: head.seq, every });
  return { ...head, marks: { after, every, hashes: rows.map((row) => row.hash.slice(0, markLength)) } };
}
