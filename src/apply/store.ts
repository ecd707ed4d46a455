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

const askedKey = 'configuration-asked';

/** The change that was asked for last, by the hash of its governed parts. */
export async function readAsked(db: Db): Promise<{ requestId: string; hash: string } | undefined> {
  const [row] = await db.select({ value: setting.value }).from(setting).where(eq(setting.key, askedKey));
  return row?.value as { requestId: string; hash: string } | undefined;
}

export async function saveAsked(db: Db, value: { requestId: string; hash: string }): Promise<void> {
  await db.insert(setting).values({ key: askedKey, value }).onConflictDoUpdate({ target: setting.key, set: { value } });
}

/** True for the first who carries a request out; a job that runs again finds it claimed. */
export async function claimRequest(db: Db, requestId: string): Promise<boolean> {
  const rows = await db
    .insert(setting)
    .values({ key: `configuration-done:${requestId}`, value: true })
    .onConflictDoNothing()
    .returning({ key: setting.key });
  return rows.length === 1;
}
