import { and, asc, eq, gt, gte, inArray, lt, lte, sql } from 'drizzle-orm';
import { auditEntry, auditHead } from '../db/schema/audit.ts';
import { rowsOf, type Db } from '../db/db.ts';
import { genesis } from './rules.ts';

export interface Head {
  seq: number;
  hash: string;
}

export async function lockHead(db: Db): Promise<Head> {
  const [head] = await db
    .select({ seq: auditHead.seq, hash: auditHead.hash })
    .from(auditHead)
    .where(eq(auditHead.id, 1))
    .for('update');
  if (head) return head;
  await db.insert(auditHead).values({ id: 1, seq: 0, hash: genesis }).onConflictDoNothing();
  return lockHead(db);
}

/** Moves the head on and inserts the entry that it now names, in one statement; the database computes `hashEntry`. */
export async function appendOne(db: Db, entry: NewEntry): Promise<void> {
  const body = sql`'{"seq":' || (seq + 1)::text || ${entry.afterSeq}::text`;
  const appended = await db.execute(sql`
    with moved as (
      update audit_head
      set seq = seq + 1, hash = encode(sha256(convert_to(hash || E'\\n' || ${body}, 'UTF8')), 'hex')
      where id = 1
      returning seq, hash
    )
    insert into audit_entry (seq, at, actor_id, verb, subject, body, hash)
    select seq, ${entry.at.toISOString()}::timestamptz, ${entry.actorId}, ${entry.verb}, ${entry.subject},
      '{"seq":' || seq::text || ${entry.afterSeq}::text, hash
    from moved
    returning seq`);
  if (rowsOf(appended).length === 1) return;
  await lockHead(db);
  await appendOne(db, entry);
}

interface NewEntry {
  at: Date;
  actorId: string;
  verb: string;
  subject: string;
  /** The entry's text after its number. */
  afterSeq: string;
}

export const moveHead = async (db: Db, head: Head): Promise<void> => {
  await db.update(auditHead).set(head).where(eq(auditHead.id, 1));
};

export async function insertEntries(db: Db, rows: (typeof auditEntry.$inferInsert)[]): Promise<void> {
  await db.insert(auditEntry).values(rows);
}

export async function readHead(db: Db): Promise<Head> {
  const [head] = await db.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead).where(eq(auditHead.id, 1));
  return head ?? { seq: 0, hash: genesis };
}

export const readEntries = (db: Db, afterSeq: number, limit: number) =>
  db.select().from(auditEntry).where(gt(auditEntry.seq, afterSeq)).orderBy(asc(auditEntry.seq)).limit(limit);

export const selectEntries = (
  db: Db,
  filter: { after?: number; from?: Date; until?: Date; subjects?: string[]; verbs?: string[]; limit: number },
) =>
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
