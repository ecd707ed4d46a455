import { asc, eq } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { rota } from '../db/schema/people.ts';

export async function selectRota(db: Db, id: string) {
  const [row] = await db.select().from(rota).where(eq(rota.id, id));
  return row;
}

export const selectRotas = (db: Db, limit: number) => db.select().from(rota).orderBy(asc(rota.id)).limit(limit);

export const upsertRota = async (db: Db, row: typeof rota.$inferInsert): Promise<void> =>
  void (await db
    .insert(rota)
    .values(row)
    .onConflictDoUpdate({ target: rota.id, set: { spec: row.spec } }));

export const deleteRota = async (db: Db, id: string): Promise<void> => void (await db.delete(rota).where(eq(rota.id, id)));
