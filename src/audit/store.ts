import { asc, eq, gt } from 'drizzle-orm';
import { auditEntry, auditHead } from '../db/schema/audit.ts';
import type { Db } from '../db/db.ts';
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
