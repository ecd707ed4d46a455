import { eq } from 'drizzle-orm';
import type { Db } from './db.ts';
import { setting } from './schema/jobs.ts';

/** What people call by a number: case 12, request 4, change 2, idea 7. */
export type Numbered = 'case' | 'request' | 'change' | 'idea';

const keyOf = (of: Numbered): string => `${of}-number`;

/** Holds the counter until the transaction ends: numbers have no gaps, because one that was not used goes back. */
export async function lockNewestNumber(db: Db, of: Numbered): Promise<number> {
  await db
    .insert(setting)
    .values({ key: keyOf(of), value: 0 })
    .onConflictDoNothing();
  const [row] = await db
    .select({ value: setting.value })
    .from(setting)
    .where(eq(setting.key, keyOf(of)))
    .for('update');
  return Number(row?.value ?? 0);
}

export async function saveNewestNumber(db: Db, of: Numbered, number: number): Promise<void> {
  await db
    .update(setting)
    .set({ value: number })
    .where(eq(setting.key, keyOf(of)));
}
