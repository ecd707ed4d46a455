import { sql } from 'drizzle-orm';
import { rowsOf, type Db } from '../db/db.ts';
import { likePattern } from '../shared/like.ts';

/** How many models a search finds, of all where there is none. */
export async function countModels(db: Db, search: string): Promise<number> {
  const where = search ? sql`where (m.id || ' ' || m.title) ilike ${likePattern(search)}` : sql``;
  return rowsOf<{ models: number }>(await db.execute(sql`select count(*)::int as models from model m ${where}`))[0]!.models;
}
