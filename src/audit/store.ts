import { and, asc, eq, gt, gte, inArray, like, lt, lte, sql } from 'drizzle-orm';
import { auditDraft, auditEntry, auditHead } from '../db/schema/audit.ts';
import type { Db } from '../db/db.ts';
import { genesis } from './rules.ts';

export interface Head {
  seq: number;
  hash: string;
}

/** The entries are numbered, hashed and appended when the transaction commits; see `auditDraft`. */
export async function insertDraft(db: Db, draft: typeof auditDraft.$inferInsert): Promise<void> {
  await db.insert(auditDraft).values(draft);
}

export async function readHead(db: Db): Promise<Head> {
  const [head] = await db.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead).where(eq(auditHead.id, 1));
  return head ?? { seq: 0, hash: genesis };
}

export const readEntries = (db: Db, afterSeq: number, limit: number) =>
  db.select().from(auditEntry).where(gt(auditEntry.seq, afterSeq)).orderBy(asc(auditEntry.seq)).limit(limit);

export interface EntryFilter {
  /** Entries after this one. */
  after?: number;
  /** From this instant, and before that. */
  from?: Date;
  until?: Date;
  subjects?: string[];
  verbs?: string[];
  /** What one actor did, or what they did with one account of theirs. */
  by?: { actorId: string; account?: string };
  limit: number;
}

export const selectEntries = (db: Db, filter: EntryFilter) =>
  db
    .select()
    .from(auditEntry)
    .where(
      and(
        gt(auditEntry.seq, filter.after ?? 0),
        filter.from && gte(auditEntry.at, filter.from),
        filter.until && lt(auditEntry.at, filter.until),
        filter.subjects && inArray(auditEntry.subject, filter.subjects),
        filter.verbs && inArray(auditEntry.verb, filter.verbs),
        filter.by && eq(auditEntry.actorId, filter.by.actorId),
        // A body is JSON without spaces, and an account holds nothing that `like` would read as a sign of its own.
        filter.by?.account === undefined ? undefined : like(auditEntry.body, `%"account":"${filter.by.account}"%`),
      ),
    )
    .orderBy(asc(auditEntry.seq))
    .limit(filter.limit);

/** The hash of each `every`th entry of a stretch. */
export const selectMarks = (db: Db, of: { after: number; until: number; every: number }) =>
  db
    .select({ hash: auditEntry.hash })
    .from(auditEntry)
    .where(
      and(gt(auditEntry.seq, of.after), lte(auditEntry.seq, of.until), sql`(${auditEntry.seq} - ${of.after}) % ${of.every} = 0`),
    )
    .orderBy(asc(auditEntry.seq));
