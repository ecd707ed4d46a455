import { eq } from 'drizzle-orm';
import type { Db } from '../db/db.ts';
import { setting } from '../db/schema/jobs.ts';

const key = 'applied-file';

/** What the file that was applied last spoke of. Holds the row until the transaction ends: one file is applied at a time. */
export async function lockApplied(db: Db): Promise<unknown> {
  await db.insert(setting).values({ key, value: {} }).onConflictDoNothing();
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, key)).for('update');
  return row?.value;
}

export async function saveApplied(db: Db, value: unknown): Promise<void> {
  await db.update(setting).set({ value }).where(eq(setting.key, key));
}
