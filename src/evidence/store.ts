import { desc } from 'drizzle-orm';
import { anchor } from '../db/schema/evidence.ts';
import type { Db } from '../db/db.ts';

export type AnchorRow = typeof anchor.$inferSelect;

export async function selectLastAnchor(db: Db): Promise<AnchorRow | undefined> {
  const [row] = await db.select().from(anchor).orderBy(desc(anchor.seq)).limit(1);
  return row;
}

export const insertAnchor = async (db: Db, row: typeof anchor.$inferInsert): Promise<void> =>
  void (await db.insert(anchor).values(row));
