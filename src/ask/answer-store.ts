import { eq } from 'drizzle-orm';
import { answer } from '../db/schema/ask.ts';
import type { Db } from '../db/db.ts';
import { alongWithFacts } from '../facts/along-with-facts.ts';
import type { Fact } from '../shared/fact.ts';

/** Stores an answer and the figures that were stated for it in one statement, so that neither is ever without the other. */
export async function insertAnswer(db: Db, row: typeof answer.$inferInsert, stated: Fact[]): Promise<void> {
  if (stated.length === 0) await db.insert(answer).values(row);
  else await alongWithFacts(db, stated).insert(answer).values(row);
}

export async function findAnswer(db: Db, id: string) {
  const [row] = await db.select().from(answer).where(eq(answer.id, id));
  return row;
}
